/** One process of the server: API, worker, or both. */
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import packageFile from '../../package.json' with { type: 'json' }
import { AppError } from '../contract/index.ts'
import { createSignIn, createSignInCodes, type SignIn } from '../core/auth/index.ts'
import { createCore } from '../core/core.ts'
import { createOrganisation, type Organisation } from '../core/organisation.ts'
import { createAdmissions } from '../core/tenants/index.ts'
import { createAnswers } from './chat/answers.ts'
import type { ServerConfig } from './config.ts'
import { createApp } from './http/app.ts'
import { createMetrics } from './metrics.ts'
import { openParts, type ServerParts } from './parts.ts'
import { modelEnvironment, serverSettings } from './settings.ts'
import { windowFolder } from './window-folder.ts'

export interface Server {
  /** Where it listens. */
  readonly url: string
  readonly parts: ServerParts
  readonly organisation: Organisation
  readonly signIn: SignIn
  /** Takes no new work, waits for the answers that are being written, gives unfinished documents back, and closes. */
  close(): Promise<void>
}

export interface ServerOptions {
  readonly log: FastifyBaseLogger
  /** Tells whoever runs the server what no log is for. */
  readonly announce: (line: string) => void
}

export async function startServer(config: ServerConfig, { announce, log }: ServerOptions): Promise<Server> {
  const parts = await openParts(config, announce)
  const { database, kv, tokens } = parts
  const onError = (error: unknown) => log.error({ err: error }, 'work failed')
  const organisation = createOrganisation({ database, onRevoked: tokens.revokeAll })
  const core = await createCore({
    ...{ database, onError, organisation },
    blobs: parts.blobs,
    pubSub: kv,
    roles: { work: config.ROLE !== 'api' },
    settings: serverSettings(config),
    environment: modelEnvironment(config),
  })
  if (config.ROLE !== 'api') await core.documents.resume()

  const metrics = createMetrics({ token: config.METRICS_TOKEN })
  const answers = createAnswers(core, metrics.observeAnswer)
  const signIn = createSignIn({
    ...{ kv, tokens, mail: parts.mail, onError },
    codes: createSignInCodes(kv, parts.secret),
    admissions: createAdmissions({ database }),
  })
  const app = await createApp({
    ...{ config, metrics, answers, logger: log, version: packageFile.version },
    services: {
      ...{ core, tokens, signIn, counters: kv, audit: organisation.audit },
      findTenant: organisation.tenants.find,
      actorIn: organisation.tenants.actorIn,
      checks: {
        database: () => database.asOwner((tx) => tx.execute(sql`select 1`)),
        redis: () => kv.ping(),
      },
    },
    uploadFolder: join(parts.directory, 'uploads'),
    windowFolder: config.SERVE_WINDOW ? windowFolder() : null,
  })
  const url = await listen(app, config)

  return {
    ...{ url, parts, organisation, signIn },
    async close() {
      await answers.drain(config.SHUTDOWN_SECONDS * 1_000)
      await app.close()
      await signIn.close()
      await core.close()
      await parts.close()
    },
  }
}

async function listen(app: FastifyInstance, { HOST: host, PORT: port }: ServerConfig): Promise<string> {
  try {
    return await app.listen({ host, port })
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    throw isTaken ? new AppError('address_in_use', { host, port }, { cause: error }) : error
  }
}
