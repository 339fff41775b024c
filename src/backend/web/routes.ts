/** What local web mode answers over HTTP beside the window's files: sessions, documents' bytes, uploads and backups. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { AppError, type ErrorInfo, errorInfoSchema, errorTable, toErrorInfo } from '../../contract/index.ts'
import type { Backend } from '../backend.ts'
import { newReference } from '../reference.ts'
import { restoreWorkspaceStream, streamWorkspaceFile } from '../workspace-file/index.ts'
import { bearerOf } from './guard.ts'
import { addModelFile, importUpload } from './model-upload.ts'
import { sendPdf } from './send-file.ts'
import type { Sessions } from './sessions.ts'
import { addUpload } from './uploads.ts'

type Route = (call: Call) => Promise<unknown>

interface Call {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly url: URL
  readonly sessions: Sessions
  readonly backend: () => Promise<Backend>
}

const CONTENT = /^\/documents\/([\w-]+)\/content$/
const MAX_TOKEN_BYTES = 1_000

/** Answers the call if it is one of these; false when it is not, so that it may be a file. */
export async function answer(call: Call): Promise<boolean> {
  const { request, response, sessions, url } = call
  const route = routeOf(`${request.method} ${CONTENT.test(url.pathname) ? CONTENT_ROUTE : url.pathname}`)
  if (!route) return false
  try {
    if (!route.isOpen && !sessions.isSession(bearerOf(request))) {
      response.writeHead(401).end()
      return true
    }
    const result = await route.run(call)
    if (!response.headersSent) sendJson(response, 200, result)
  } catch (error) {
    await fail(call, error)
  }
  return true
}

const CONTENT_ROUTE = '/documents/ID/content'

const session: Route = async ({ request, response, sessions }) => {
  const secret = sessions.exchange(await shortText(request))
  if (secret === undefined) response.writeHead(401).end()
  else response.writeHead(200, { 'content-type': 'text/plain', 'cache-control': 'no-store' }).end(secret)
}

const content: Route = async ({ backend, request, response, url }) => {
  const id = CONTENT.exec(url.pathname)?.[1] ?? ''
  await sendPdf(await (await backend()).documentFile(id), request, response)
}

const backup: Route = async ({ backend, response, sessions, url }) => {
  if (!sessions.useTicket(url.searchParams.get('ticket') ?? '')) return void response.writeHead(401).end()
  await streamWorkspaceFile(await backend(), async (archive, name) => {
    response.writeHead(200, {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}.docuchat`,
      'cache-control': 'no-store',
    })
    await pipeline(archive, response)
  })
}

/** Browsers ask for it whatever the page says. */
const noIcon: Route = async ({ response }) => void response.writeHead(204).end()

/** `isOpen`: needs no session, as it proves itself otherwise. */
const routes: Readonly<Record<string, { readonly run: Route; readonly isOpen?: boolean }>> = {
  'POST /session': { run: session, isOpen: true },
  'GET /session': { run: async () => ({}) },
  'POST /tickets': { run: async ({ sessions }) => ({ ticket: sessions.newTicket() }) },
  [`GET ${CONTENT_ROUTE}`]: { run: content },
  [`HEAD ${CONTENT_ROUTE}`]: { run: content },
  'POST /documents': {
    run: async ({ backend, request, url }) => addUpload(await backend(), request, url.searchParams),
  },
  'POST /models/file': {
    run: async ({ backend, request, url }) => addModelFile(await backend(), request, url.searchParams),
  },
  'POST /models': { run: async ({ backend, url }) => importUpload(await backend(), url.searchParams) },
  'GET /favicon.ico': { run: noIcon, isOpen: true },
  'GET /backup': { run: backup, isOpen: true },
  'POST /restore': { run: async ({ backend, request }) => restoreWorkspaceStream(await backend(), request) },
}

const routeOf = (key: string) => (Object.hasOwn(routes, key) ? routes[key] : undefined)

async function shortText(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request) {
    bytes += part.byteLength
    if (bytes > MAX_TOKEN_BYTES) throw new AppError('bad_request', { reason: 'the token is too long' })
    parts.push(part)
  }
  return Buffer.concat(parts).toString()
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}

/** The error as the client has its own; where the answer had begun, all that is left is to break it off. */
async function fail({ backend, request, response }: Call, error: unknown): Promise<void> {
  if (response.destroyed) return
  if (response.headersSent) return void response.destroy()
  const reference = newReference()
  const info = carriedInfo(error) ?? toErrorInfo(error, reference)
  if (info.code === 'internal') (await backend()).onError(error, reference)
  // What is still coming of an upload nobody will read.
  request.unpipe().resume()
  response.setHeader('connection', 'close')
  sendJson(response, errorTable[info.code].status, info)
}

/** What an error of the router says; as everywhere, one from inside stays inside. */
function carriedInfo(error: unknown): ErrorInfo | undefined {
  const data = typeof error === 'object' && error !== null && 'data' in error ? error.data : undefined
  const info = errorInfoSchema.safeParse(data).data
  return info?.code === 'internal' ? undefined : info
}
