/** A small server for tests of downloads, which answers ranges as the hub does and breaks off where it is told to. */
import { createHash } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface FileServer {
  readonly url: string
  /** What was asked for: its path and range. */
  readonly requests: { readonly path: string; readonly range: string | undefined }[]
  readonly files: Map<string, Uint8Array>
  /** After so many bytes of their bodies, the next answers are cut off: one a number. */
  cuts: number[]
  /** Statuses of the next answers, before they are what they should be. */
  statuses: number[]
  /** What is declared instead of the checksum of what is sent. */
  declares: string | undefined
  close(): Promise<void>
}

/** As Hugging Face has it, `/PATH` leads on to `/storage/PATH`, and names the file's SHA-256 as it does so. */
export async function startFileServer(): Promise<FileServer> {
  const http = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://here').pathname
    const range = request.headers.range
    server.requests.push({ path, range })
    const status = server.statuses.shift()
    if (status !== undefined) return void response.writeHead(status).end('no')
    const [, storage, name = ''] = /^\/(storage\/)?(.*)$/.exec(path) ?? []
    const file = server.files.get(name)
    if (!file) return void response.writeHead(404).end('there is none')
    const sha256 = server.declares ?? createHash('sha256').update(file).digest('hex')
    if (!storage) {
      const headers = { 'x-linked-etag': `"${sha256}"`, location: `/storage/${name}` }
      return void response.writeHead(302, headers).end()
    }
    const etag = `"storage-${createHash('sha256').update(file).digest('hex').slice(0, 8)}"`
    const isSame = request.headers['if-range'] === etag
    const start = isSame ? Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0) : 0
    const total = file.byteLength
    if (start > 0 && start >= total)
      return void response.writeHead(416, { 'content-range': `bytes */${total}` }).end()
    response.writeHead(start > 0 ? 206 : 200, {
      etag,
      'content-length': total - start,
      ...(start > 0 && { 'content-range': `bytes ${start}-${total - 1}/${total}` }),
    })
    send(response, file.subarray(start), server.cuts.shift())
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const { port } = http.address() as AddressInfo
  const server: FileServer = {
    ...{ url: `http://127.0.0.1:${port}`, requests: [], files: new Map(), cuts: [], statuses: [] },
    declares: undefined,
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve())
        http.closeAllConnections()
      }),
  }
  return server
}

function send(response: ServerResponse, bytes: Uint8Array, cut: number | undefined): void {
  if (cut === undefined || cut >= bytes.byteLength) return void response.end(bytes)
  response.write(bytes.subarray(0, cut), () => response.destroy())
  // Nothing to wait for where nothing was sent.
  if (cut === 0) response.destroy()
}
