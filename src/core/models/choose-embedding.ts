/** Chooses the embedding model of a workspace. */
import { AppError, BUILTIN_EMBEDDING, onnxName, type Settings } from '../../contract/index.ts'
import { builtinEmbedding } from './builtin/index.ts'
import type { EmbeddingModel } from './embedding-model.ts'
import { endpointOf, type ModelEnvironment } from './endpoints.ts'
import type { OnnxModels } from './onnx/index.ts'
import { createOpenAIEmbedding } from './openai-embedding.ts'

/**
 * The workspace's embedding model, or null when it searches by keyword alone. Throws `embedding_model_missing` for one of `onnx` that is
 * not on this device, or where a device has none.
 */
export async function chooseEmbeddingModel(
  settings: Settings,
  environment: ModelEnvironment,
  onnx?: OnnxModels,
): Promise<EmbeddingModel | null> {
  const model = settings['embedding.model']
  if (model === BUILTIN_EMBEDDING) return builtinEmbedding()
  const name = onnxName(model)
  if (name !== undefined) {
    if (!onnx) throw new AppError('embedding_model_missing', { name })
    return onnx.embedding(name)
  }
  const endpoint = endpointOf(settings['embedding.endpoint'], environment)
  if (model === null || !endpoint) return null
  return createOpenAIEmbedding({ ...endpoint, model, dimensions: settings['embedding.dimensions'] })
}
