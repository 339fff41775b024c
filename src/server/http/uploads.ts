/** Takes a PDF as multipart/form-data, by way of the disk, so that a large one needs no memory. */
import { randomUUID } from 'node:crypto'
import { createWriteStream, openAsBlob } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError, MAX_DOCUMENT_BYTES, parseInput, type Upload, uploadSchema } from '../../contract/index.ts'
import type { Core } from '../../core/core.ts'

const MEGABYTE = 1024 * 1024
/** Of a file that came without a name. */
const UNNAMED = 'Document.pdf'

/** `folder` is for files on their way; it is made when missing. */
export async function addUploads(app: FastifyInstance, core: Core, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await app.register(multipart, {
    // Whatever comes under another name is a field.
    isPartAFile: (name) => name === 'file',
    limits: { files: 1, fileSize: MAX_DOCUMENT_BYTES, fields: 5, fieldSize: 2_000, parts: 6 },
    throwFileSizeLimit: false,
  })

  app.post('/files', async (request, reply) => {
    const { actor } = request.requireSession()
    if (!request.isMultipart()) throw new AppError('unsupported_media_type')
    const path = join(folder, randomUUID())
    try {
      const { name = UNNAMED, ...fields } = await receive(request, path).catch(explain)
      const added = await core.documents.add(actor, await openAsBlob(path), name, fields)
      const statusUrl = `/v1/files/${added.document.id}/events`
      return await reply
        .code(202)
        .header('location', `/v1/files/${added.document.id}`)
        .send({ ...added, statusUrl })
    } finally {
      await rm(path, { force: true })
    }
  })
}

/** Writes the file to `path`, and gives the fields, which may come before or after it. */
async function receive(request: FastifyRequest, path: string): Promise<Upload> {
  const fields = new Map<string, unknown>()
  let received: { readonly name: string | undefined } | undefined
  for await (const part of request.parts()) {
    if (part.type === 'field') fields.set(part.fieldname, part.value)
    else {
      await pipeline(part.file, createWriteStream(path, { mode: 0o600 }))
      // Undefined where the part names none, whatever its type says.
      received = { name: part.filename?.trim() || undefined }
      if (part.file.truncated) throw tooLarge(received.name ?? UNNAMED)
    }
  }
  if (!received) throw new AppError('bad_request', { reason: 'file: there is none' })
  return parseInput(uploadSchema, { ...received, ...Object.fromEntries(fields) })
}

/** All errors but those of the form itself have a code. */
function explain(error: unknown): never {
  if (!(error instanceof Error) || 'code' in error) throw error
  throw new AppError('bad_request', { reason: 'the form could not be read' }, { cause: error })
}

function tooLarge(name: string): AppError {
  const limit = MAX_DOCUMENT_BYTES / MEGABYTE
  return new AppError('document_too_large', { name, megabytes: `> ${limit}`, limit })
}
