/** Sends a PDF, or the part of it that a viewer asks for first (RFC 9110, section 14). */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { AppError } from '../../contract/index.ts'

export async function sendPdf(
  { path, name }: { readonly path: string; readonly name: string },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { size } = await stat(path).catch((cause: unknown) => {
    throw new AppError('file_missing', { name }, { cause })
  })
  const range = rangeOf(request.headers.range, size)
  // The content behind a document's id never changes, but who may see it does.
  const headers = { 'content-type': 'application/pdf', 'accept-ranges': 'bytes', 'cache-control': 'no-store' }
  if (range === 'outside') {
    response.writeHead(416, { ...headers, 'content-range': `bytes */${size}` }).end()
    return
  }
  const [start, end] = range ?? [0, size - 1]
  response.writeHead(range ? 206 : 200, {
    ...headers,
    'content-length': end - start + 1,
    ...(range && { 'content-range': `bytes ${start}-${end}/${size}` }),
  })
  if (request.method === 'HEAD' || size === 0) response.end()
  else await pipeline(createReadStream(path, { start, end }), response)
}

/** First and last byte; undefined for all of it, which is also the right answer to a header that is not understood. */
function rangeOf(
  header: string | undefined,
  size: number,
): readonly [number, number] | 'outside' | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? []
  if (from === '' && to === '') return undefined
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from)
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (start >= size || (from === '' && Number(to) === 0)) return 'outside'
  return start > end ? undefined : [start, end]
}
