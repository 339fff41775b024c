/** The embedding model that comes with DocuChat: no key, no network, no waiting. Its card is in resources/models. */
import type { EmbeddingModel } from '../embedding-model.ts'
import { readModelFile } from './model-file.ts'
import { createStaticEmbedding, type StaticEmbedding } from './static-embedding.ts'

const FILE = new URL('../../../../resources/models/docuchat-words-2.bin', import.meta.url)

let loaded: { readonly space: string; readonly model: StaticEmbedding } | undefined

/** Loaded once a process, on first need: some 14 MB. */
export function builtinEmbedding(): EmbeddingModel {
  loaded ??= load()
  const { space, model } = loaded
  return {
    space,
    dimensions: model.dimensions,
    isLocal: true,
    async embed(texts, signal) {
      signal.throwIfAborted()
      const embedded = texts.map((text) => model.embed(text))
      return {
        vectors: embedded.map(({ vector }) => vector),
        // Nobody is charged for them.
        tokens: 0,
      }
    },
  }
}

function load() {
  const file = readModelFile(FILE)
  return { space: `builtin/${file.name}@${file.dimensions}`, model: createStaticEmbedding(file) }
}
