/** Chooses the embedding model of a workspace. */
import { BUILTIN_EMBEDDING, type Settings } from '../../contract/index.ts'
import { builtinEmbedding } from './builtin/index.ts'
import type { EmbeddingModel } from './embedding-model.ts'
import { endpointOf, type ModelEnvironment } from './endpoints.ts'
import { createOpenAIEmbedding } from './openai-embedding.ts'

/** The workspace's embedding model, or null when it searches by keyword alone. */
export function chooseEmbeddingModel(
  settings: Settings,
  environment: ModelEnvironment,
): EmbeddingModel | null {
  const model = settings['embedding.model']
  if (model === BUILTIN_EMBEDDING) return builtinEmbedding()
  const endpoint = endpointOf(settings['embedding.endpoint'], environment)
  if (model === null || !endpoint) return null
  return createOpenAIEmbedding({ ...endpoint, model, dimensions: settings['embedding.dimensions'] })
}
