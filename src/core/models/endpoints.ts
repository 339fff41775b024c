/** Which OpenAI-compatible endpoints a workspace has, from its settings and the environment's keys, read anew at each use. */
import type { ModelSource, Settings } from '../../contract/index.ts'
import { type Endpoint, OPENAI_BASE_URL } from './openai-client.ts'

/** `OPENAI_API_KEY`, `OPENAI_BASE_URL`, and `DOCUCHAT_API_KEY` for endpoints set by hand; any of them may change while running. */
export interface ModelEnvironment {
  readonly openaiKey: string | undefined
  readonly openaiBaseURL: string | undefined
  readonly endpointKey: string | undefined
  /** `HF_ENDPOINT`: a mirror of Hugging Face that models are downloaded from, as its own tools have it. */
  readonly hubURL?: string | undefined
  /** {@link isLocal} unless given: tests have a remote endpoint here. */
  readonly isLocal?: (baseURL: string) => boolean
}

export type EndpointSource = Exclude<ModelSource, 'extractive'>
export interface ConfiguredEndpoint extends Endpoint {
  readonly source: EndpointSource
  readonly baseURL: string
  readonly isLocal: boolean
}

/** OpenAI's key goes to the endpoint that the environment names with it, and to no other. */
export function endpointOf(chosen: string | null, environment: ModelEnvironment): Endpoint | undefined {
  return ofSettings(chosen, environment) ?? ofOpenAI(environment)
}

/** The endpoints that chats could use, in the order they are tried. */
export function chatEndpoints(settings: Settings, environment: ModelEnvironment): ConfiguredEndpoint[] {
  return [ofSettings(settings['chat.endpoint'], environment), ofOpenAI(environment)].filter(
    (endpoint) => endpoint !== undefined,
  )
}

export const openaiAddress = (environment: ModelEnvironment): string =>
  environment.openaiBaseURL ?? OPENAI_BASE_URL

/** Whether nothing that is sent there leaves this computer. */
export function isLocal(baseURL: string): boolean {
  const { hostname } = new URL(baseURL)
  return /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/u.test(hostname)
}

function ofSettings(chosen: string | null, environment: ModelEnvironment): ConfiguredEndpoint | undefined {
  if (chosen === null || chosen === openaiAddress(environment)) return undefined
  const { endpointKey } = environment
  return {
    source: 'endpoint',
    ...placed(chosen, environment),
    ...(endpointKey !== undefined && { apiKey: endpointKey }),
  }
}

function ofOpenAI(environment: ModelEnvironment): ConfiguredEndpoint | undefined {
  const { openaiBaseURL, openaiKey } = environment
  const baseURL = openaiAddress(environment)
  const endpoint = { source: 'openai', ...placed(baseURL, environment) } as const
  if (openaiKey !== undefined) return { ...endpoint, apiKey: openaiKey }
  // An address without a key is one that needs none.
  return openaiBaseURL === undefined ? undefined : endpoint
}

const placed = (baseURL: string, environment: ModelEnvironment) => ({
  baseURL,
  isLocal: (environment.isLocal ?? isLocal)(baseURL),
})
