/** Takes a search model that a browser sends file by file out of a folder of its user's. */
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { AppError, type EmbeddingModelInfo } from '../../contract/index.ts'
import type { Backend } from '../backend.ts'

/** Names only: nothing of them leads out of the upload's own folder. */
const uploadSchema = z.object({
  upload: z.uuid(),
  /** What the user's folder is called. */
  folder: z.string().regex(/^[A-Za-z0-9][\w.-]{0,99}$/),
})
const fileSchema = uploadSchema.extend({
  path: z.string().regex(/^(?:(?:onnx|1_Pooling)\/)?[A-Za-z0-9][\w.-]{0,150}$/),
})

/** The request's body as one file of the upload. Throws `bad_request` for a name that no model has. */
export async function addModelFile(
  { dataDirectory }: Backend,
  request: IncomingMessage,
  query: URLSearchParams,
): Promise<object> {
  const { upload, folder, path } = parse(fileSchema, query)
  const target = join(uploadFolder(dataDirectory, upload), folder, path)
  await mkdir(dirname(target), { recursive: true, mode: 0o700 })
  await pipeline(request, createWriteStream(target, { mode: 0o600 }))
  return {}
}

/** Imports what was sent, which is gone afterwards whatever becomes of it. Throws what an import throws. */
export async function importUpload(
  { dataDirectory, onnx }: Backend,
  query: URLSearchParams,
): Promise<EmbeddingModelInfo> {
  const { upload, folder } = parse(uploadSchema, query)
  const place = uploadFolder(dataDirectory, upload)
  try {
    // Where nothing of a model was in the user's folder, nothing was sent, and the import says what is missing.
    await mkdir(join(place, folder), { recursive: true, mode: 0o700 })
    return await onnx.import(join(place, folder), new AbortController().signal)
  } finally {
    await rm(place, { recursive: true, force: true })
  }
}

const uploadFolder = (dataDirectory: string, upload: string) => join(dataDirectory, 'uploads', upload)

function parse<T>(schema: z.ZodType<T>, query: URLSearchParams): T {
  const parsed = schema.safeParse(Object.fromEntries(query))
  if (parsed.success) return parsed.data
  throw new AppError('bad_request', {
    reason: parsed.error.issues.map(({ path }) => path.join('.')).join(', '),
  })
}
