/** A hosted server for tests, on the services that vitest has started. */
import { inject } from 'vitest'
import type { OpenAIServerOptions } from '../stand-ins/openai-server.ts'
import { type Hosted, startHosted } from './start-hosted.ts'

export type { Caller } from './caller.ts'
export type { Hosted } from './start-hosted.ts'

/** Null where the services are missing here, which is said when the run starts. */
export const services = { postgres: inject('postgresUrl'), redis: inject('redisUrl') }
export const isMissing = services.postgres === null || services.redis === null

export function openHosted(
  environment: Readonly<Record<string, string>> = {},
  model: OpenAIServerOptions = {},
): Promise<Hosted> {
  return startHosted(services.postgres ?? '', environment, model)
}
