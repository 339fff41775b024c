/** Takes a PDF as multipart/form-data, by way of the disk, so that a large one needs no memory. */
import { randomUUID } from 'node:crypto'
import { createWriteStream, openAsBlob } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import multipart, { type MultipartFile } from '@fastify/multipart'
import type { FastifyInstance } from 'fastify'
import { AppError, MAX_DOCUMENT_BYTES, uploadSchema } from '../../contract/index.ts'
import type { Core } from '../../core/core.ts'

const MEGABYTE = 1024 * 1024

/** `folder` is for files on their way; it is made when missing. */
export async function addUploads(app: FastifyInstance, core: Core, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await app.register(multipart, {
    limits: { files: 1, fileSize: MAX_DOCUMENT_BYTES, fields: 5, fieldSize: 2_000, parts: 6 },
    throwFileSizeLimit: false,
  })

  app.post('/files', async (request, reply) => {
    const { actor } = request.requireSession()
    if (!request.isMultipart()) throw new AppError('unsupported_media_type')
    const file = await request.file()
    if (!file) throw new AppError('bad_request', { reason: 'file: there is none' })
    const path = join(folder, randomUUID())
    try {
      await pipeline(file.file, createWriteStream(path, { mode: 0o600 }))
      const { name = file.filename, ...fields } = parsedFields(file)
      if (file.file.truncated) throw tooLarge(name)
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

/** The fields before the file; what follows it is not waited for. */
function parsedFields({ fields, filename }: MultipartFile) {
  const given = Object.entries(fields).flatMap(([key, field]) =>
    field && !Array.isArray(field) && field.type === 'field' ? [[key, field.value]] : [],
  )
  const parsed = uploadSchema.safeParse(Object.fromEntries(given))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new AppError('bad_request', { reason: `${issue?.path.join('.')}: ${issue?.message}` })
  }
  if (parsed.data.name === undefined && filename.trim() === '')
    throw new AppError('bad_request', { reason: 'name: needed, since the file has none' })
  return parsed.data
}

function tooLarge(name: string): AppError {
  const limit = MAX_DOCUMENT_BYTES / MEGABYTE
  return new AppError('document_too_large', { name, megabytes: `over ${limit}`, limit })
}
