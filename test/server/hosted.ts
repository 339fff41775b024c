/** A hosted server as it runs for an organisation: on a real Postgres, Redis and mail server, with a scripted model. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { inject } from 'vitest'
import type { Document, SignedIn } from '../../src/contract/index.ts'
import { readConfig } from '../../src/server/config.ts'
import { type Server, startServer } from '../../src/server/server.ts'
import { createEmptyPostgres } from '../services/database.ts'
import { startRedis } from '../services/redis.ts'
import { type OpenAIServerOptions, startOpenAIServer } from '../stand-ins/openai-server.ts'
import { startMailServer, type TestMailServer } from '../stand-ins/smtp-server.ts'

/** Null where the services are missing here, which is said when the run starts. */
export const services = { postgres: inject('postgresUrl'), redis: inject('redisUrl') }
export const isMissing = services.postgres === null || services.redis === null

/** Who is signed in, and how their requests prove it. */
export interface Caller extends SignedIn {
  readonly email: string
  readonly headers: Readonly<Record<string, string>>
  /** The response to a request below /v1, with a JSON body where one is given. */
  request(method: string, path: string, body?: unknown): Promise<Response>
  /** The JSON of {@link request}. */
  json(method: string, path: string, body?: unknown): Promise<unknown>
  upload(name: string, bytes: Uint8Array): Promise<Response>
  /** Uploads a PDF and waits until it is ready. */
  addReady(name: string, bytes: Uint8Array): Promise<Document>
}

export interface Hosted {
  readonly url: string
  readonly server: Server
  readonly mail: TestMailServer
  readonly environment: NodeJS.ProcessEnv
  /** A tenant with its owner, who is signed in. */
  addTenant(slug?: string): Promise<{ readonly id: string; readonly slug: string; readonly owner: Caller }>
  /** Signs in as people do: a code by mail, given back. */
  signIn(tenant: string, email: string): Promise<Caller>
  close(): Promise<void>
}

export async function openHosted(
  environment: NodeJS.ProcessEnv = {},
  model: OpenAIServerOptions = {},
): Promise<Hosted> {
  const directory = await mkdtemp(join(tmpdir(), 'docuchat-hosted-'))
  const [postgres, redis, mail, openai] = await Promise.all([
    createEmptyPostgres(services.postgres ?? ''),
    startRedis(),
    startMailServer(),
    startOpenAIServer({ models: ['stand-in'], ...model }),
  ])
  const variables = {
    ...{
      PORT: '0',
      DATA_DIR: directory,
      DATABASE_URL: postgres.url,
      REDIS_URL: redis.url,
      SMTP_URL: mail.url,
    },
    BLOB_URL: `file://${join(directory, 'blobs')}`,
    SIGNING_KEYS: `test:${'k'.repeat(40)}`,
    ...{ OPENAI_BASE_URL: openai.baseURL, OPENAI_API_KEY: 'sk-test', CHAT_MODELS: 'stand-in' },
    ...{ CHAT_MODEL: 'stand-in', REQUESTS_PER_MINUTE: '100000', REQUESTS_PER_MINUTE_AND_IP: '100000' },
    ...environment,
  }
  const server = await startServer(readConfig(variables), {
    log: pino({ level: 'silent' }),
    announce: () => {},
  })

  async function signIn(tenant: string, email: string): Promise<Caller> {
    const tenantHeaders = { 'x-tenant-id': tenant, 'content-type': 'application/json' }
    const post = (path: string, body: object) =>
      fetch(`${server.url}/v1/auth/${path}`, {
        ...{ method: 'POST', headers: tenantHeaders, body: JSON.stringify(body) },
      })
    const asked = await post('request-code', { email })
    if (asked.status !== 202) throw new Error(`no code: ${asked.status} ${await asked.text()}`)
    const code = await codeFor(mail, email)
    const answered = await post('verify-code', { email, code })
    if (!answered.ok) throw new Error(`not signed in: ${answered.status} ${await answered.text()}`)
    const signedIn = (await answered.json()) as SignedIn
    const headers = { authorization: `Bearer ${signedIn.token}`, 'x-tenant-id': tenant }
    const request = (method: string, path: string, body?: unknown) =>
      fetch(`${server.url}/v1${path}`, {
        method,
        headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
    const upload = (name: string, bytes: Uint8Array) => {
      const form = new FormData()
      form.append('file', new Blob([Uint8Array.from(bytes)], { type: 'application/pdf' }), name)
      return fetch(`${server.url}/v1/files`, { method: 'POST', headers, body: form })
    }
    return {
      ...signedIn,
      ...{ email, headers, request, upload },
      json: async (...args) => (await request(...args)).json(),
      async addReady(name, bytes) {
        const { document } = (await (await upload(name, bytes)).json()) as { document: Document }
        // The stream of its progress ends when it is settled.
        await (await request('GET', `/files/${document.id}/events`)).text()
        const settled = (await (await request('GET', `/files/${document.id}`)).json()) as Document
        if (settled.status !== 'ready') throw new Error(`${name} is ${settled.status}`)
        return settled
      },
    }
  }

  return {
    ...{ url: server.url, server, mail, environment: variables, signIn },
    async addTenant(slug = `t-${randomUUID()}`) {
      const ownerEmail = `owner-${randomUUID()}@example.com`
      const { id } = await server.organisation.tenants.create({ slug, name: slug, ownerEmail })
      return { id, slug, owner: await signIn(slug, ownerEmail) }
    },
    async close() {
      await server.close()
      await Promise.all([redis.stop(), mail.close(), openai.close()])
      await postgres.drop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** The code of the newest mail to `email`. */
async function codeFor(mail: TestMailServer, email: string): Promise<string> {
  for (let waited = 0; waited < 10_000; waited += 20) {
    const found = mail.mails.findLast(({ to }) => to.includes(email))
    const code = /\b\d{6}\b/.exec(found?.source ?? '')?.[0]
    if (code !== undefined) return code
    await sleep(20)
  }
  throw new Error(`no mail came to ${email}`)
}
