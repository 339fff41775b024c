/** A hosted server as `deploy/` runs it, small: Postgres, Redis, two API processes, a worker, a scripted model; and tenants with documents. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { v7 as uuidv7 } from 'uuid'
import type { Actor } from '../../src/contract/index.ts'
import { createTokens } from '../../src/core/auth/index.ts'
import { type Database, openPostgres } from '../../src/core/database/index.ts'
import { openRedisStore } from '../../src/core/kv/index.ts'
import { ensureTenant } from '../../src/core/tenants/index.ts'
import { readConfig } from '../../src/server/config.ts'
import { type ServerProcess, startProcess } from '../../test/server/processes.ts'
import { openSharedServices } from '../../test/server/shared-services.ts'
import { installPostgres } from '../../test/services/install-postgres.ts'
import { startPostgres } from '../../test/services/start-postgres.ts'

const CONNECTIONS = '16'

export interface Tenant {
  readonly actor: Actor
  readonly token: string
}

export interface Stack {
  readonly database: Database
  readonly databaseUrl: string
  /** Of the scripted model, without a path. */
  readonly modelUrl: string
  /** Of its processes. */
  readonly environment: Readonly<Record<string, string>>
  readonly apis: readonly ServerProcess[]
  readonly tenants: readonly Tenant[]
  close(): Promise<void>
}

export interface StackOptions {
  readonly tenantCount: number
  /** Of an answer. */
  readonly tokens: number
  /** In place of what the processes are given otherwise. */
  readonly variables?: Readonly<Record<string, string>>
}

/** With `tenantCount` tenants, each filled by `fill`. */
export async function openStack(
  { tenantCount, tokens, variables }: StackOptions,
  fill: (database: Database, actor: Actor) => Promise<void>,
): Promise<Stack> {
  const postgres = await startPostgres(await installPostgres())
  const shared = await openSharedServices(postgres.url)
  const model = fork(new URL('./model.ts', import.meta.url), [String(tokens)])
  const [modelPort] = await once(model, 'message')
  const modelUrl = `http://127.0.0.1:${modelPort}`
  const environment = {
    ...shared.environment,
    ...{ OPENAI_BASE_URL: `${modelUrl}/v1`, DATABASE_CONNECTIONS: CONNECTIONS },
    ...{ NODE_ENV: 'production', LOG_LEVEL: 'warn', ...variables },
  }
  const config = readConfig(environment)
  const databaseUrl = config.DATABASE_URL ?? ''
  const database = await openPostgres({ url: databaseUrl })
  const kv = openRedisStore(config.REDIS_URL ?? '')
  const tokensOf = createTokens(config.SIGNING_KEYS ?? [], kv)
  const tenants: Tenant[] = []
  for (let number = 0; number < tenantCount; number++) {
    const actor: Actor = { tenantId: uuidv7(), userId: uuidv7(), role: 'owner' }
    await ensureTenant(database, {
      tenant: { id: actor.tenantId, name: `Tenant ${number}` },
      user: { id: actor.userId, name: `User ${number}` },
    })
    await fill(database, actor)
    tenants.push({ actor, token: (await tokensOf.issue(actor)).token })
  }
  await database.asOwner((tx) => tx.execute('analyze'))
  const processes = await Promise.all(
    (['api', 'api', 'worker'] as const).map((role) => startProcess(role, environment)),
  )
  return {
    ...{ database, databaseUrl, environment, modelUrl, tenants, apis: processes.slice(0, 2) },
    async close() {
      await Promise.all(processes.map(end))
      model.kill()
      await kv.close()
      await database.close()
      await shared.close()
      await postgres.stop()
    },
  }
}

const PATIENCE_MS = 15_000

/** A process that does not end when it is asked to keeps nobody from the figures. */
async function end(process: ServerProcess): Promise<void> {
  const leave = new AbortController()
  const kill = sleep(PATIENCE_MS, undefined, leave).then(
    () => process.end('SIGKILL'),
    () => null,
  )
  await Promise.race([process.end('SIGTERM'), kill])
  leave.abort()
}
