/** The models module: two interfaces, and their OpenAI-compatible implementations. */
export { builtinEmbedding } from './builtin/index.ts'

export type { ChatMessage, ChatModel, ChatPart } from './chat-model.ts'
export { type ChatModels, createChatModels } from './chat-models.ts'
export { chooseEmbeddingModel } from './choose-embedding.ts'
export type { EmbeddingKind, EmbeddingModel } from './embedding-model.ts'
export type { ModelEnvironment } from './endpoints.ts'
export { createOnnxModels, type OnnxModels } from './onnx/index.ts'
export { countUsage, createOpenAIChat, type OpenAIChatOptions } from './openai-chat.ts'
export type { Endpoint } from './openai-client.ts'
export { createOpenAIEmbedding, type OpenAIEmbeddingOptions } from './openai-embedding.ts'
export { EXTRACTIVE } from './status.ts'
export type { ModelTestInput } from './test-endpoint.ts'
