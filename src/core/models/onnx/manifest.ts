/** What a model's folder says of itself, in the manifest.json that DocuChat writes beside its files. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { embeddingModelNameSchema } from '../../../contract/index.ts'
import { POOLINGS } from './pooling.ts'

const FILE = 'manifest.json'

/** Put before each text; empty where the model wants none. */
const prefixesSchema = z.object({ query: z.string(), passage: z.string() })
export type Prefixes = Readonly<z.infer<typeof prefixesSchema>>

/** How texts are made into vectors: what the worker is told, and nothing else. */
export const recipeSchema = z.object({
  /** The graph, below the model's folder. */
  model: z.string().regex(/^(?:onnx\/)?[\w.-]+\.onnx$/),
  /** Whether its weights lie in a second file. */
  externalData: z.boolean(),
  pooling: z.enum(POOLINGS),
  prefixes: prefixesSchema,
  /** Longer texts are cut off. */
  maxTokens: z.int().min(8).max(32_768),
})
export type Recipe = Readonly<z.infer<typeof recipeSchema>>

export const manifestSchema = recipeSchema.extend({
  format: z.literal(1),
  name: embeddingModelNameSchema,
  origin: z.enum(['catalogue', 'import']),
  dimensions: z.int().min(1).max(4_096),
  files: z
    .array(z.object({ path: z.string(), bytes: z.int(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }))
    .min(1),
})
export type Manifest = Readonly<z.infer<typeof manifestSchema>>

/** The manifest of the model in `folder`; undefined where there is none that can be read. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  const text = await readFile(join(folder, FILE), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    return manifestSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  await writeFile(join(folder, FILE), `${JSON.stringify(manifest, null, 2)}\n`, { flush: true })
}

/** Whether every file is there in its size: what can be asked each time, as reading 100 MB takes a tenth of a second. */
export async function isWhole(folder: string, { files }: Manifest): Promise<boolean> {
  const sizes = await Promise.all(
    files.map(({ path }) =>
      stat(join(folder, path)).then(
        ({ size }) => size,
        () => -1,
      ),
    ),
  )
  return files.every(({ bytes }, index) => sizes[index] === bytes)
}

/** Sizes and checksums of the files `paths` in `folder`. */
export async function describeFiles(folder: string, paths: readonly string[]): Promise<Manifest['files']> {
  const described: Manifest['files'] = []
  for (const path of paths) {
    const { size } = await stat(join(folder, path))
    described.push({ path, bytes: size, sha256: await sha256Of(join(folder, path)) })
  }
  return described
}

/** Hexadecimal. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const part of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(part)
  return hash.digest('hex')
}
