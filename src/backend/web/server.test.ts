/** Local web mode lets in its own page with a one-time address, and nobody else; over real HTTP and WebSockets. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { textPdf } from '../../../test/fixtures/pdf.ts'
import { type AddedDocument, MAX_DOCUMENT_BYTES } from '../../contract/index.ts'
import { openTestBackend, type TestBackend, type TestClient } from '../test-backend.ts'
import { openWebServer, type WebServer } from './server.ts'

let backend: TestBackend
let server: WebServer
let folder: string
let base: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docuchat-window-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), '<!doctype html>')
  await writeFile(join(folder, 'assets', 'index-BAHFxvOw.js'), 'export {}')
  await writeFile(join(folder, '..', 'docuchat-outside.txt'), 'not yours')
  backend = await openTestBackend({ shell: 'web' })
  server = await openWebServer({ port: 0, windowFolder: folder })
  server.start(backend.backend)
  base = `http://127.0.0.1:${server.port}`
})
afterAll(async () => {
  await server.close()
  await backend.close()
  await rm(folder, { recursive: true, force: true })
  await rm(join(folder, '..', 'docuchat-outside.txt'), { force: true })
})

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

/** A request as a page of `origin` would make it, with any Host; `fetch` would set both by itself. */
function ask(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body: string | Uint8Array = '',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: server.port, method, path, headers }
    const call = httpRequest(options, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(parts),
        }),
      )
    })
    call.on('error', reject)
    call.end(body)
  })
}

const newToken = () => new URL(server.newAddress()).hash.replace('#token=', '')

async function signIn(): Promise<Record<string, string>> {
  const { body } = await ask('POST', '/session', { origin: base }, newToken())
  return { origin: base, authorization: `Bearer ${body}` }
}

async function upload(name: string, bytes: Uint8Array, headers: Record<string, string>): Promise<Answer> {
  return ask('POST', `/documents?name=${encodeURIComponent(name)}`, headers, bytes)
}

describe('who is let in', () => {
  it('exchanges a token once, and its session lasts', async () => {
    const token = newToken()
    const { body, status } = await ask('POST', '/session', { origin: base }, token)
    expect(status).toBe(200)
    expect((await ask('POST', '/session', { origin: base }, token)).status).toBe(401)
    for (let n = 0; n < 2; n++)
      expect((await ask('GET', '/session', { authorization: `Bearer ${body}` })).status).toBe(200)
    expect((await ask('GET', '/session', { authorization: `Bearer ${token}` })).status).toBe(401)
    expect((await ask('GET', '/session')).status).toBe(401)
  })

  it.each(['evil.example', '127.0.0.1', '127.0.0.1:1', 'localhost.evil.example'])(
    'does not answer to the name %s',
    async (host) => {
      expect((await ask('GET', '/', { host })).status).toBe(403)
      expect((await ask('POST', '/session', { host, origin: `http://${host}` }, newToken())).status).toBe(403)
    },
  )

  it.each(['http://evil.example', 'null', undefined])('takes nothing from a page at %s', async (origin) => {
    const { authorization = '' } = await signIn()
    const headers = { authorization, ...(origin !== undefined && { origin }) }
    expect((await ask('POST', '/session', headers, newToken())).status).toBe(403)
    expect((await ask('POST', '/tickets', headers)).status).toBe(403)
    expect((await ask('POST', '/restore', headers)).status).toBe(403)
  })

  it('asks for the session on everything but the window itself', async () => {
    const ours = { origin: base }
    for (const [method, path] of [
      ['GET', '/documents/x/content'],
      ['POST', '/documents?name=a.pdf'],
      ['POST', '/tickets'],
      ['GET', '/backup'],
      ['GET', '/backup?ticket=guess'],
      ['POST', '/restore'],
    ] as const) {
      expect([path, (await ask(method, path, ours)).status]).toEqual([path, 401])
    }
  })
})

describe('the window', () => {
  it('comes with the strict policy, its hashed files to be kept for good', async () => {
    const page = await ask('GET', '/')
    expect(page.headers['content-security-policy']).toContain(
      "default-src 'none'; script-src 'self' 'wasm-unsafe",
    )
    expect(page.headers).toMatchObject({
      'cache-control': 'no-cache',
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    })
    const script = await ask('GET', '/assets/index-BAHFxvOw.js')
    expect(script.headers['cache-control']).toContain('immutable')
  })

  it.each([
    '/../docuchat-outside.txt',
    '/%2e%2e/docuchat-outside.txt',
    '/..%2fdocuchat-outside.txt',
    '/assets/../../docuchat-outside.txt',
    '//etc/passwd',
    '/constructor',
  ])('serves nothing at %s', async (path) => {
    expect((await ask('GET', path)).status).toBe(404)
  })
})

describe('documents', () => {
  it('are uploaded, and served whole and in ranges', async () => {
    const headers = await signIn()
    const bytes = await textPdf(['A page of words.'])
    const { body, status } = await upload('گزارش ۱.pdf', bytes, headers)
    const { document } = JSON.parse(body.toString()) as AddedDocument
    expect([status, document.name, document.bytes]).toEqual([200, 'گزارش ۱.pdf', bytes.length])

    const path = `/documents/${document.id}/content`
    const whole = await ask('GET', path, headers)
    expect(whole.body.equals(bytes)).toBe(true)
    expect(whole.headers).toMatchObject({ 'accept-ranges': 'bytes', 'content-type': 'application/pdf' })
    for (const [range, start, end] of [
      ['bytes=0-99', 0, 99],
      ['bytes=100-', 100, bytes.length - 1],
      ['bytes=-10', bytes.length - 10, bytes.length - 1],
      [`bytes=5-${bytes.length * 2}`, 5, bytes.length - 1],
    ] as const) {
      const part = await ask('GET', path, { ...headers, range })
      expect(part.status).toBe(206)
      expect(part.headers['content-range']).toBe(`bytes ${start}-${end}/${bytes.length}`)
      expect(part.body.equals(bytes.slice(start, end + 1))).toBe(true)
    }
    expect((await ask('GET', path, { ...headers, range: `bytes=${bytes.length}-` })).status).toBe(416)
    expect((await ask('GET', path, { ...headers, range: 'lines=1-2' })).status).toBe(200)
    expect((await ask('GET', '/documents/nonsense/content', headers)).status).toBe(404)
  })

  it('that are too large are listed with their reason', async () => {
    const { body } = await upload('large.pdf', new Uint8Array(MAX_DOCUMENT_BYTES + 1), await signIn())
    const { document } = JSON.parse(body.toString()) as AddedDocument
    expect(document).toMatchObject({ status: 'failed', error: { code: 'document_too_large' } })
  })

  it('without a name are refused as the contract says', async () => {
    const { body, status } = await upload('', new Uint8Array(3), await signIn())
    expect([status, JSON.parse(body.toString())]).toMatchObject([400, { code: 'bad_request' }])
  })
})

describe('the socket', () => {
  function connect(protocols: string[], headers: Record<string, string>): Promise<WebSocket | number> {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/socket`, protocols, { headers })
    return new Promise((resolve) => {
      socket.on('open', () => resolve(socket))
      socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0))
      socket.on('error', () => resolve(0))
    })
  }

  it('serves the same calls, and ends its streams when it closes', async () => {
    const { authorization = '' } = await signIn()
    const protocols = ['docuchat', `session.${authorization.replace('Bearer ', '')}`]
    const socket = await connect(protocols, { origin: base })
    if (typeof socket === 'number') throw new Error(`refused with ${socket}`)
    expect(socket.protocol).toBe('docuchat')
    const client: TestClient = createORPCClient(new RPCLink({ port: toPort(socket) }))
    expect(await client.settings.get()).toMatchObject({ language: 'en' })
    const changes = await client.changes()
    expect(await changes.next()).toMatchObject({ value: { type: 'ready' } })
    socket.close()
    await expect(changes.next()).rejects.toThrow()
  })

  it('is closed to other pages and without a session', async () => {
    const { authorization = '' } = await signIn()
    const protocols = ['docuchat', `session.${authorization.replace('Bearer ', '')}`]
    expect(await connect(protocols, { origin: 'http://evil.example' })).toBe(401)
    expect(await connect(protocols, {})).toBe(401)
    expect(await connect(protocols, { origin: base, host: 'evil.example' })).toBe(401)
    expect(await connect(['docuchat', 'session.guess'], { origin: base })).toBe(401)
    expect(await connect(['docuchat'], { origin: base })).toBe(401)
  })

  function toPort(socket: WebSocket) {
    return {
      postMessage: (frame: string | Uint8Array) => socket.send(frame),
      on(type: string, listener: (event?: { data: unknown }) => void) {
        if (type === 'close') socket.on('close', () => listener())
        else socket.on('message', (data) => listener({ data: data.toString() }))
      },
    }
  }
})

describe('backups', () => {
  it('are downloaded with a ticket for one download, and restored as a new workspace', async () => {
    const headers = await signIn()
    await upload('kept.pdf', await textPdf(['Kept words.']), headers)
    const { ticket } = JSON.parse((await ask('POST', '/tickets', headers)).body.toString()) as {
      ticket: string
    }
    const download = await ask('GET', `/backup?ticket=${ticket}`)
    expect(download.headers['content-disposition']).toContain('default.docuchat')
    expect((await ask('GET', `/backup?ticket=${ticket}`)).status).toBe(401)

    const restored = await ask('POST', '/restore', headers, download.body)
    expect(JSON.parse(restored.body.toString())).toEqual({ name: 'default (2)' })
    const names = await backend.backend.workspaces.use(async ({ core, actor }) =>
      (await core.documents.list(actor)).map(({ name }) => name),
    )
    expect(names).toContain('kept.pdf')

    const refused = await ask('POST', '/restore', headers, 'no archive')
    expect(JSON.parse(refused.body.toString())).toMatchObject({ code: 'workspace_damaged' })
  })
})
