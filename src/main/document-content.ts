/** Answers the window's requests for the bytes of a document, whole or in ranges. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { byteRange } from '../contract/byte-range.ts'
import { SECURITY_HEADERS } from './content-security-policy.ts'

/** The PDF at `path`, or the part of it that `request` asks for; 404 where it is gone. */
export async function documentContent(path: string, request: Request): Promise<Response> {
  const size = await stat(path).then(
    (file) => (file.isFile() ? file.size : undefined),
    () => undefined,
  )
  if (size === undefined) return new Response(null, { status: 404, headers: SECURITY_HEADERS })
  const headers = { ...SECURITY_HEADERS, 'content-type': 'application/pdf', 'accept-ranges': 'bytes' }
  const range = byteRange(request.headers.get('range'), size)
  if (range === 'unsatisfiable')
    return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` } })
  if (range === 'whole')
    return new Response(stream(path), { headers: { ...headers, 'content-length': String(size) } })
  return new Response(stream(path, range), {
    status: 206,
    headers: {
      ...headers,
      'content-length': String(range.end - range.start + 1),
      'content-range': `bytes ${range.start}-${range.end}/${size}`,
    },
  })
}

const stream = (path: string, range: { start?: number; end?: number } = {}): ReadableStream =>
  Readable.toWeb(createReadStream(path, range))
