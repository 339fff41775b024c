/** A model in a folder as the embedding model of a workspace. */
import { AppError } from '../../../contract/index.ts'
import type { EmbeddingModel } from '../embedding-model.ts'
import { isWhole, type Manifest } from './manifest.ts'
import type { Runner } from './runner.ts'

export function onnxEmbedding(folder: string, manifest: Manifest, runner: Runner): EmbeddingModel {
  const { dimensions, name, prefixes } = manifest
  return {
    space: `onnx/${name}@${dimensions}`,
    dimensions,
    isLocal: true,
    async embed(texts, signal, kind = 'passage') {
      if (!(await isWhole(folder, manifest))) throw new AppError('embedding_model_damaged', { name })
      const prefixed = texts.map((text) => `${prefixes[kind]}${text}`)
      const vectors = await runner.embed(folder, manifest, prefixed, signal)
      const other = vectors.find((vector) => vector.length !== dimensions)
      if (other)
        throw new AppError('embedding_dimension_mismatch', { found: other.length, expected: dimensions })
      // Nobody is charged for them.
      return { vectors, tokens: 0 }
    },
  }
}
