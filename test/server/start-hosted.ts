/** Starts a hosted server as it runs for an organisation: on a real Postgres, Redis and mail server, with a scripted model. */
import { randomUUID } from 'node:crypto'
import { type Logger, pino } from 'pino'
import { readConfig } from '../../src/server/config.ts'
import { type Server, startServer } from '../../src/server/server.ts'
import type { OpenAIServerOptions } from '../stand-ins/openai-server.ts'
import type { TestMailServer } from '../stand-ins/smtp-server.ts'
import { type Caller, signInAt } from './caller.ts'
import { openSharedServices } from './shared-services.ts'

export interface Hosted {
  readonly url: string
  readonly server: Server
  readonly mail: TestMailServer
  readonly environment: Readonly<Record<string, string>>
  /** A tenant with its owner, who is signed in. */
  addTenant(slug?: string): Promise<{ readonly id: string; readonly slug: string; readonly owner: Caller }>
  /** Signs in as people do: a code by mail, given back. */
  signIn(tenant: string, email: string): Promise<Caller>
  close(): Promise<void>
}

/** A server in this process; `postgresUrl` is of a login that may create databases. */
export async function startHosted(
  postgresUrl: string,
  environment: Readonly<Record<string, string>> = {},
  model: OpenAIServerOptions = {},
  log: Logger = pino({ level: 'silent' }),
): Promise<Hosted> {
  const shared = await openSharedServices(postgresUrl, model)
  const variables = { ...shared.environment, ...environment }
  const server = await startServer(readConfig(variables), { log, announce: () => {} })
  const signIn = (tenant: string, email: string) =>
    signInAt({ url: server.url, mail: shared.mail }, tenant, email)

  return {
    ...{ url: server.url, server, mail: shared.mail, environment: variables, signIn },
    async addTenant(slug = `t-${randomUUID()}`) {
      const ownerEmail = `owner-${randomUUID()}@example.com`
      const { id } = await server.organisation.tenants.create({ slug, name: slug, ownerEmail })
      return { id, slug, owner: await signIn(slug, ownerEmail) }
    },
    async close() {
      await server.close()
      await shared.close()
    },
  }
}
