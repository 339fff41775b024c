/** Someone who is signed in to a server and talks to it as any client does. */
import { setTimeout as sleep } from 'node:timers/promises'
import { v7 as uuidv7 } from 'uuid'
import { type Document, type SignedIn, SYNC_PROTOCOL, type SyncRequest } from '../../src/contract/index.ts'
import type { TestMailServer } from '../stand-ins/smtp-server.ts'

/** Who is signed in, and how their requests prove it. */
export interface Caller extends SignedIn {
  readonly email: string
  readonly headers: Readonly<Record<string, string>>
  /** The response to a request below /v1, with a JSON body where one is given. */
  request(method: string, path: string, body?: unknown): Promise<Response>
  /** The JSON of {@link request}. */
  json(method: string, path: string, body?: unknown): Promise<unknown>
  upload(name: string, bytes: Uint8Array): Promise<Response>
  /** Syncs once, as a computer of this name. */
  syncAs(name: string): Promise<Response>
  /** Uploads a PDF and waits until it is ready. */
  addReady(name: string, bytes: Uint8Array): Promise<Document>
}

/** Signs in to the server at `url` as people do: a code by mail, given back. */
export async function signInAt(
  { mail, url }: { readonly url: string; readonly mail: TestMailServer },
  tenant: string,
  email: string,
): Promise<Caller> {
  const tenantHeaders = { 'x-tenant-id': tenant, 'content-type': 'application/json' }
  const post = (path: string, body: object) =>
    fetch(`${url}/v1/auth/${path}`, {
      ...{ method: 'POST', headers: tenantHeaders, body: JSON.stringify(body) },
    })
  const before = mail.mails.length
  const asked = await post('request-code', { email })
  if (asked.status !== 202) throw new Error(`no code: ${asked.status} ${await asked.text()}`)
  const code = await codeFor(mail, email, before)
  const answered = await post('verify-code', { email, code })
  if (!answered.ok) throw new Error(`not signed in: ${answered.status} ${await answered.text()}`)
  const signedIn = (await answered.json()) as SignedIn
  const headers = { authorization: `Bearer ${signedIn.token}`, 'x-tenant-id': tenant }
  const request = (method: string, path: string, body?: unknown) =>
    fetch(`${url}/v1${path}`, {
      method,
      headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  const upload = (name: string, bytes: Uint8Array) => {
    const form = new FormData()
    form.append('file', new Blob([Uint8Array.from(bytes)], { type: 'application/pdf' }), name)
    return fetch(`${url}/v1/files`, { method: 'POST', headers, body: form })
  }
  return {
    ...signedIn,
    ...{ email, headers, request, upload },
    json: async (...args) => (await request(...args)).json(),
    syncAs(name) {
      const body: SyncRequest = {
        ...{ protocol: SYNC_PROTOCOL, clientId: uuidv7(), device: { name, keepsFiles: true } },
        ...{ mutations: [], acknowledged: 0, cursor: null, refresh: [], limit: 1 },
      }
      return request('POST', '/sync', body)
    },
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

/** The code of the newest mail to `email`, once one has come after the first `before` of all. */
export async function codeFor(mail: TestMailServer, email: string, before = 0): Promise<string> {
  for (let waited = 0; waited < 10_000; waited += 20) {
    const codes = mail.mails
      .slice(before)
      .filter(({ to }) => to.includes(email))
      .flatMap(({ source }) => /\b\d{6}\b/.exec(source)?.[0] ?? [])
    const code = codes.at(-1)
    if (code !== undefined) return code
    await sleep(20)
  }
  throw new Error(`no mail came to ${email}`)
}
