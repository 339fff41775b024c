/** The settings of a server: those of its environment, the same for every tenant, changed by whoever runs it. */
import { AppError, type Settings, settingsSchema } from '../contract/index.ts'
import type { SettingsStore } from '../core/core.ts'
import type { ModelEnvironment } from '../core/models/index.ts'
import type { ServerConfig } from './config.ts'

export function serverSettings(config: ServerConfig): SettingsStore {
  const settings: Settings = settingsSchema.parse({
    'chat.model': config.CHAT_MODEL ?? null,
    'chat.endpoint': config.CHAT_ENDPOINT ?? null,
    'chat.allowed': config.CHAT_MODELS,
    'embedding.model': config.EMBEDDING_MODEL,
    'embedding.endpoint': config.EMBEDDING_ENDPOINT ?? null,
    'embedding.dimensions': config.EMBEDDING_DIMENSIONS,
  })
  return {
    get: () => settings,
    set() {
      throw new AppError('set_by_server')
    },
  }
}

export function modelEnvironment(config: ServerConfig): ModelEnvironment {
  return {
    openaiKey: config.OPENAI_API_KEY,
    openaiBaseURL: config.OPENAI_BASE_URL,
    endpointKey: config.ENDPOINT_API_KEY,
  }
}
