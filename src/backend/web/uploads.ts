/** Takes a PDF that a browser sends, by way of the disk, so that a large one needs no memory. */
import { randomUUID } from 'node:crypto'
import { createWriteStream, openAsBlob } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createLocalClient } from '../../api/index.ts'
import { type AddedDocument, AppError, MAX_DOCUMENT_BYTES } from '../../contract/index.ts'
import type { Backend } from '../backend.ts'

/** What is a little too large is listed with its reason; what is far too large would fill the disk first. */
const MAX_UPLOAD_BYTES = 8 * MAX_DOCUMENT_BYTES

/** The request's body as the document `name`, in the folder and with the password that the request names. */
export async function addUpload(
  { dataDirectory, workspaces }: Backend,
  request: IncomingMessage,
  query: URLSearchParams,
): Promise<AddedDocument> {
  const name = query.get('name') ?? ''
  const password = request.headers['x-document-password']
  const folder = join(dataDirectory, 'uploads')
  const path = join(folder, randomUUID())
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    await pipeline(request, upTo(MAX_UPLOAD_BYTES, name), createWriteStream(path, { mode: 0o600 }))
    return await workspaces.use(async (open) =>
      createLocalClient(open).documents.add({
        file: new File([await openAsBlob(path)], name),
        name,
        folderId: query.get('folderId'),
        ...(typeof password === 'string' && { password: decodeURIComponent(password) }),
      }),
    )
  } finally {
    await rm(path, { force: true })
  }
}

function upTo(limit: number, name: string): Transform {
  let bytes = 0
  return new Transform({
    transform(part: Buffer, _, done) {
      bytes += part.byteLength
      if (bytes <= limit) return done(null, part)
      const megabytes = `over ${limit / 1024 / 1024}`
      done(new AppError('document_too_large', { name, megabytes, limit: MAX_DOCUMENT_BYTES / 1024 / 1024 }))
    },
  })
}
