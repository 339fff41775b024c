/** One process of the server: API, worker, or both. */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import packageFile from '../../package.json' with { type: 'json' }
import { type Actor, AppError } from '../contract/index.ts'
import { createDevices, createSignIn, createSignInCodes, type SignIn } from '../core/auth/index.ts'
import { createChanges } from '../core/changes/index.ts'
import { createCore } from '../core/core.ts'
import { createSharedPasswords } from '../core/documents/index.ts'
import { createOrganisation, type Organisation } from '../core/organisation.ts'
import { createAdmissions } from '../core/tenants/index.ts'
import { createAnswers } from './chat/answers.ts'
import type { ServerConfig } from './config.ts'
import { createApp } from './http/app.ts'
import { createBaseApp } from './http/base-app.ts'
import { createInvite } from './invite.ts'
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
  /** Turns unready, waits for the answers that are being written, sends everyone to other processes, gives unfinished documents back, and closes. */
  close(): Promise<void>
}

export interface ServerOptions {
  readonly log: FastifyBaseLogger
  /** Tells whoever runs the server what no log is for. */
  readonly announce: (line: string) => void
}

export async function startServer(config: ServerConfig, { announce, log }: ServerOptions): Promise<Server> {
  // What is open when the start fails is closed, or it would keep the process alive.
  await using opened = new AsyncDisposableStack()
  const parts = await openParts(config, announce)
  opened.defer(parts.close)
  const { database, kv, tokens } = parts
  const onError = (error: unknown) => log.error({ err: error }, 'work failed')
  parts.removeLeftovers().catch(onError)
  const invite = createInvite(config, parts)
  const { publish } = createChanges({ pubSub: kv, onError })
  const onChanged = (actor: Actor) => publish(actor, { type: 'members' })
  const devices = createDevices({ database, tokens, onSignedOut: onChanged })
  const organisation = createOrganisation({
    ...{ database, onChanged, onRevoked: devices.endAll },
    onInvited: (news) => void invite(news).catch(onError),
  })
  const metrics = createMetrics({ token: config.METRICS_TOKEN })
  const core = await createCore({
    ...{ database, onError, organisation },
    blobs: parts.blobs,
    pubSub: kv,
    passwords: createSharedPasswords(kv, parts.secret),
    onSettled: ({ status }, { tenantId }, seconds) => metrics.observeDocument(tenantId, status, seconds),
    roles: { work: config.ROLE !== 'api' },
    settings: serverSettings(config),
    environment: modelEnvironment(config),
  })
  opened.defer(core.close)
  await core.documents.resume()
  metrics.gaugeJobs(async () => ({ ...(await core.jobs.counts()) }))
  const answers = createAnswers(core, metrics.observeAnswer)
  const signIn = createSignIn({
    ...{ kv, tokens, mail: parts.mail, onError },
    codes: createSignInCodes(kv, parts.secret),
    admissions: createAdmissions({ database, onAdmitted: onChanged }),
  })
  opened.defer(signIn.close)
  const leaving = new AbortController()
  const base = {
    ...{ config, metrics, logger: log, leaving: leaving.signal },
    checks: {
      database: () => database.asOwner((tx) => tx.execute(sql`select 1`)),
      redis: () => kv.ping(),
      queue: () => core.jobs.counts(),
    },
  }
  const app = await (config.ROLE === 'worker'
    ? createBaseApp(base)
    : createApp({
        ...{ ...base, answers, version: packageFile.version },
        services: {
          ...{ core, tokens, signIn, devices, counters: kv, audit: organisation.audit },
          findTenant: organisation.tenants.find,
          actorIn: organisation.tenants.actorIn,
        },
        uploadFolder: join(parts.directory, 'uploads'),
        windowFolder: config.SERVE_WINDOW ? windowFolder() : null,
      }))
  const url = await listen(app, config)

  const open = opened.move()
  return {
    ...{ url, parts, organisation, signIn },
    async close() {
      leaving.abort()
      await sleep(config.DRAIN_SECONDS * 1_000)
      await answers.drain(config.SHUTDOWN_SECONDS * 1_000)
      await closeApp(app)
      await open.disposeAsync()
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

/** A reader who neither takes what is left nor leaves is not waited for. */
const LEAVE_MS = 5_000

async function closeApp(app: FastifyInstance): Promise<void> {
  const late = setTimeout(() => {
    // Workers have no sockets.
    for (const socket of app.websocketServer?.clients ?? []) socket.terminate()
    app.server.closeAllConnections()
  }, LEAVE_MS)
  await app.close()
  clearTimeout(late)
}
