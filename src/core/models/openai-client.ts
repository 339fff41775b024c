/** Opens an OpenAI-compatible endpoint through the SDK, which is loaded on first use: importing it takes a fifth of a second. */
import type { OpenAI } from 'openai'
import { AppError } from '../../contract/index.ts'

export const OPENAI_BASE_URL = 'https://api.openai.com/v1'

export interface Endpoint {
  /** Such as http://127.0.0.1:11434/v1; OpenAI's own without it. */
  readonly baseURL?: string
  /** Local endpoints need none. */
  readonly apiKey?: string
  /** Whether nothing that is sent there leaves this computer; it does unless given. */
  readonly isLocal?: boolean
  /** Until the response begins. A local endpoint may load its model first, hence minutes. */
  readonly timeoutMs?: number
  /**
   * Further tries after a lost connection, a timeout, 408, 409, 429 or 5xx. The SDK waits what Retry-After says, else
   * 0.5 s doubled each time up to 8 s, less up to a quarter of jitter.
   */
  readonly maxRetries?: number
}

const TIMEOUT_MS = 120_000
const MAX_RETRIES = 3

/** A function that gives the endpoint's client, made once. Nothing but the arguments configures it, environment variables do not. */
export function lazyClient(endpoint: Endpoint): () => Promise<OpenAI> {
  let client: Promise<OpenAI> | undefined
  return () => {
    client ??= import('openai').then(
      ({ OpenAI }) =>
        new OpenAI({
          baseURL: endpoint.baseURL ?? OPENAI_BASE_URL,
          // The SDK insists on a key; endpoints that need none ignore it.
          apiKey: endpoint.apiKey || 'none',
          organization: null,
          project: null,
          timeout: endpoint.timeoutMs ?? TIMEOUT_MS,
          maxRetries: endpoint.maxRetries ?? MAX_RETRIES,
          // Its warnings go to the console, where they would break the CLI's output.
          logLevel: 'off',
        }),
    )
    return client
  }
}

/** Host and port: enough to recognise an endpoint by, and never a key that someone put into the URL. */
export function hostOf(endpoint: Endpoint): string {
  try {
    return new URL(endpoint.baseURL ?? OPENAI_BASE_URL).host
  } catch {
    throw new AppError('bad_request', { reason: 'the model endpoint is not a valid URL' })
  }
}

/** The endpoint's failure as one of ours; the key can be in no detail, because providers echo parts of it in their messages. */
export async function toModelError(
  error: unknown,
  endpoint: Endpoint,
  signal?: AbortSignal,
): Promise<AppError> {
  if (error instanceof AppError) return error
  if (signal?.aborted) return new AppError('cancelled', {}, { cause: error })
  const sdk = await import('openai')
  const cause = { cause: error }
  if (error instanceof sdk.APIConnectionError)
    return new AppError('model_unreachable', { endpoint: hostOf(endpoint) }, cause)
  if (error instanceof sdk.AuthenticationError || error instanceof sdk.PermissionDeniedError)
    return new AppError('model_rejected_key', { endpoint: hostOf(endpoint) }, cause)
  if (error instanceof sdk.RateLimitError) return new AppError('model_rate_limited', {}, cause)
  return new AppError('model_failed', { reason: reasonOf(error, endpoint) }, cause)
}

function reasonOf(error: unknown, { apiKey }: Endpoint): string {
  const text = error instanceof Error ? error.message : 'unknown'
  const withoutKey = apiKey ? text.replaceAll(apiKey, '…') : text
  return withoutKey
    .replace(/\b(sk|key)-[\w*-]+/gi, '…')
    .replace(/\s+/g, ' ')
    .slice(0, 300)
}
