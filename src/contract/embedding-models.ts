/** Embedding models that run on this computer: those that can be downloaded, those that are here, and a download on its way. */
import { z } from 'zod'
import { ONNX_EMBEDDING } from './workspaces.ts'

/** Also the name of the model's folder. */
export const embeddingModelNameSchema = z.string().regex(/^[A-Za-z0-9][\w.-]{0,99}$/)

export const embeddingModelSchema = z.object({
  name: embeddingModelNameSchema,
  /** `catalogue`: offered for download; `import`: from a folder of the user's. */
  origin: z.enum(['catalogue', 'import']),
  recommended: z.boolean(),
  /** How many it was trained on; null when nobody has said so. One is English, more have Persian among them. */
  languages: z.int().nullable(),
  /** SPDX identifier; null for imported ones. */
  licence: z.string().nullable(),
  dimensions: z.int().positive(),
  /** To download, or on the disk. */
  bytes: z.int(),
  /** `partial`: a download was interrupted and goes on where it stopped. `damaged`: files are missing or have another size. */
  state: z.enum(['available', 'partial', 'downloading', 'installed', 'damaged']),
  /** Of `bytes`, those that are on this computer. */
  bytesDone: z.int(),
})
export type EmbeddingModelInfo = Readonly<z.infer<typeof embeddingModelSchema>>

/** The last one has all bytes done, and comes when the model can be used. */
export const downloadProgressSchema = z.object({
  bytesDone: z.int(),
  bytes: z.int(),
  /** What happens now: files arrive, or the whole model is tried out. */
  phase: z.enum(['downloading', 'checking', 'installed']),
})
export type DownloadProgress = Readonly<z.infer<typeof downloadProgressSchema>>

/** Of several graphs, those with 8-bit weights come first: they are smaller, and faster on a processor. */
const GRAPHS = ['model_quantized.onnx', 'model_int8.onnx', 'model_uint8.onnx', 'model.onnx']

/** The graph that is used of those in a model's folder, given the paths of files below it; undefined where there is none. */
export function chooseGraph(paths: readonly string[]): string | undefined {
  for (const folder of ['onnx/', '']) {
    const names = paths
      .filter((path) => path.startsWith(folder) && /^[\w.-]+\.onnx$/.test(path.slice(folder.length)))
      .map((path) => path.slice(folder.length))
    const chosen = GRAPHS.find((name) => names.includes(name)) ?? names.toSorted()[0]
    if (chosen !== undefined) return `${folder}${chosen}`
  }
  return undefined
}

/** The setting `embedding.model` that uses the model `name`. */
export const onnxSetting = (name: string): string => `${ONNX_EMBEDDING}${name}`

/** The name of the model that runs on this computer; undefined for any other setting. */
export const onnxName = (setting: string | null): string | undefined =>
  setting?.startsWith(ONNX_EMBEDDING) ? setting.slice(ONNX_EMBEDDING.length) : undefined
