/** Asks an endpoint which models it offers, and remembers what it said for a moment. */
import { AppError, type ErrorInfo, toErrorInfo } from '../../contract/index.ts'
import { type Endpoint, hostOf, lazyClient, toModelError } from './openai-client.ts'

/** A window that waits for a list should not wait longer. */
const TIMEOUT_MS = 5_000
/** Long enough that opening a menu twice asks once, short enough that a server just started is soon seen. */
const FRESH_MS = 15_000

/**
 * The models' names, sorted; none where the endpoint answers but keeps no list.
 * @throws {AppError} model_unreachable, model_rejected_key, model_rate_limited, model_failed
 */
export async function listModels(endpoint: Endpoint): Promise<string[]> {
  // The SDK's own limit ends when the response begins.
  const timeout = AbortSignal.timeout(TIMEOUT_MS)
  try {
    const client = await lazyClient({ ...endpoint, timeoutMs: TIMEOUT_MS, maxRetries: 0 })()
    const { data } = await client.models.list({ signal: timeout })
    if (!Array.isArray(data)) throw new AppError('model_failed', { reason: 'it lists no models' })
    return data.map(({ id }) => id).sort()
  } catch (error) {
    if (timeout.aborted)
      throw new AppError('model_unreachable', { endpoint: hostOf(endpoint) }, { cause: error })
    const { NotFoundError } = await import('openai')
    if (error instanceof NotFoundError) return []
    throw await toModelError(error, endpoint)
  }
}

/** What an endpoint said; `models` is empty unless it listed them. */
export interface Offer {
  readonly models: readonly string[]
  readonly error: ErrorInfo | null
}

/** Offers by address and key. Several who ask at the same time share one request. */
export class OfferCache {
  private readonly now: () => number
  private readonly entries = new Map<string, { readonly at: number; readonly offer: Promise<Offer> }>()

  constructor(now: () => number) {
    this.now = now
  }

  get(endpoint: Endpoint): Promise<Offer> {
    const key = JSON.stringify([endpoint.baseURL, endpoint.apiKey])
    const kept = this.entries.get(key)
    if (kept && this.now() - kept.at < FRESH_MS) return kept.offer
    const offer = listModels(endpoint).then(
      (models): Offer => ({ models, error: null }),
      (error: unknown): Offer => ({ models: [], error: toErrorInfo(error) }),
    )
    this.entries.set(key, { at: this.now(), offer })
    return offer
  }

  /** What was refused may be allowed by now. */
  clear(): void {
    this.entries.clear()
  }
}
