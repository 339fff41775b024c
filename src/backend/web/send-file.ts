/** Sends a PDF, or the part of it that a viewer asks for first (RFC 9110, section 14). */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { AppError, byteRange } from '../../contract/index.ts'

export async function sendPdf(
  { path, name }: { readonly path: string; readonly name: string },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { size } = await stat(path).catch((cause: unknown) => {
    throw new AppError('file_missing', { name }, { cause })
  })
  const range = byteRange(request.headers.range, size)
  // The content behind a document's id never changes, but who may see it does.
  const headers = { 'content-type': 'application/pdf', 'accept-ranges': 'bytes', 'cache-control': 'no-store' }
  if (range === 'unsatisfiable') {
    response.writeHead(416, { ...headers, 'content-range': `bytes */${size}` }).end()
    return
  }
  const { start, end } = range === 'whole' ? { start: 0, end: size - 1 } : range
  response.writeHead(range === 'whole' ? 200 : 206, {
    ...headers,
    'content-length': end - start + 1,
    ...(range !== 'whole' && { 'content-range': `bytes ${start}-${end}/${size}` }),
  })
  if (request.method === 'HEAD' || size === 0) response.end()
  else await pipeline(createReadStream(path, { start, end }), response)
}
