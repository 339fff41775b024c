/** The models module: two interfaces, and their OpenAI-compatible implementations. */
export type { ChatMessage, ChatModel, ChatPart } from './chat-model.ts'
export { chooseChatModel, chooseEmbeddingModel, EXTRACTIVE, type ModelEnvironment } from './choose.ts'
export type { EmbeddingModel } from './embedding-model.ts'
export { countUsage, createOpenAIChat, type OpenAIChatOptions } from './openai-chat.ts'
export { type Endpoint, isReachable } from './openai-client.ts'
export { createOpenAIEmbedding, type OpenAIEmbeddingOptions } from './openai-embedding.ts'
