/** Tries an address and a key, as the test button of the settings does. */
import type { z } from 'zod'
import { AppError, type ModelTest, type modelTestInputSchema, type Settings } from '../../contract/index.ts'
import { type ModelEnvironment, openaiAddress } from './endpoints.ts'
import { listModels } from './list-models.ts'
import { type Endpoint, hostOf } from './openai-client.ts'

export type ModelTestInput = z.infer<typeof modelTestInputSchema>

/** @throws {AppError} bad_request, model_unreachable, model_rejected_key, model_rate_limited, model_failed */
export async function testEndpoint(
  input: ModelTestInput,
  settings: Settings,
  environment: ModelEnvironment,
): Promise<ModelTest> {
  const endpoint = endpointToTest(input, settings, environment)
  const startedAt = performance.now()
  const models = await listModels(endpoint)
  return { models, durationMs: performance.now() - startedAt }
}

/** OpenAI's key is tried at OpenAI's address only, whatever address came with it. */
function endpointToTest(
  { source, endpoint, key }: ModelTestInput,
  settings: Settings,
  environment: ModelEnvironment,
): Endpoint {
  if (source === 'openai') {
    const baseURL = openaiAddress(environment)
    const apiKey = key ?? environment.openaiKey
    if (apiKey === undefined && environment.openaiBaseURL === undefined)
      throw new AppError('model_rejected_key', { endpoint: hostOf({ baseURL }) })
    return { baseURL, ...(apiKey !== undefined && { apiKey }) }
  }
  const baseURL = endpoint ?? settings['chat.endpoint']
  if (baseURL === null) throw new AppError('bad_request', { reason: 'no address of an endpoint is set' })
  const apiKey = key ?? environment.endpointKey
  return { baseURL, ...(apiKey !== undefined && { apiKey }) }
}
