/** Chooses the models a workspace uses from its settings and the environment's keys. */
import { AppError, type Settings } from '../../contract/index.ts'
import type { ChatModel } from './chat-model.ts'
import type { EmbeddingModel } from './embedding-model.ts'
import { createOpenAIChat } from './openai-chat.ts'
import { type Endpoint, isReachable, OPENAI_BASE_URL } from './openai-client.ts'
import { createOpenAIEmbedding } from './openai-embedding.ts'

/** What the process was started with: `OPENAI_API_KEY`, `OPENAI_BASE_URL`, and `DOCUCHAT_API_KEY` for endpoints set by hand. */
export interface ModelEnvironment {
  readonly openaiKey: string | undefined
  readonly openaiBaseURL: string | undefined
  readonly endpointKey: string | undefined
}

/** The name under which the answerer without a model goes; it is always allowed. */
export const EXTRACTIVE = 'extractive'

/**
 * The model a question is put to: the one `requested`, which must be on the `allowed` list; else the workspace's own when its endpoint
 * answers; else {@link EXTRACTIVE}. Throws `model_not_allowed`, and `model_unreachable` when one was requested and no endpoint is set.
 */
export async function chooseChatModel(
  settings: Settings,
  environment: ModelEnvironment,
  allowed: readonly string[],
  requested: string | undefined,
): Promise<ChatModel | typeof EXTRACTIVE> {
  const name = requested ?? settings['chat.model'] ?? allowed[0]
  if (name === undefined || name === EXTRACTIVE) return EXTRACTIVE
  // The workspace's own choice was made by the one who keeps the list.
  if (!allowed.includes(name) && name !== settings['chat.model']) {
    throw new AppError('model_not_allowed', { model: name, allowed: [...allowed, EXTRACTIVE].join(', ') })
  }
  const endpoint = endpointOf(settings['chat.endpoint'], environment)
  if (requested !== undefined) {
    if (!endpoint) throw new AppError('model_unreachable', { endpoint: 'no endpoint: none is set' })
    return createOpenAIChat({ ...endpoint, model: name })
  }
  return endpoint && (await isReachable(endpoint))
    ? createOpenAIChat({ ...endpoint, model: name })
    : EXTRACTIVE
}

/** The workspace's embedding model, or null when it searches by keyword alone. */
export function chooseEmbeddingModel(
  settings: Settings,
  environment: ModelEnvironment,
): EmbeddingModel | null {
  const model = settings['embedding.model']
  const endpoint = endpointOf(settings['embedding.endpoint'], environment)
  if (model === null || !endpoint) return null
  return createOpenAIEmbedding({ ...endpoint, model, dimensions: settings['embedding.dimensions'] })
}

/** OpenAI's key goes to the endpoint that the environment names with it, and to no other. */
function endpointOf(chosen: string | null, environment: ModelEnvironment): Endpoint | undefined {
  const { endpointKey, openaiBaseURL = OPENAI_BASE_URL, openaiKey } = environment
  if (chosen !== null && chosen !== openaiBaseURL) {
    return { baseURL: chosen, ...(endpointKey !== undefined && { apiKey: endpointKey }) }
  }
  if (openaiKey !== undefined) return { baseURL: openaiBaseURL, apiKey: openaiKey }
  return environment.openaiBaseURL === undefined ? undefined : { baseURL: openaiBaseURL }
}
