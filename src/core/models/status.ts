/** Says of each source of answers how it is and which goes next, from what the endpoints said. */
import type { ModelStatus } from '../../contract/index.ts'
import { type ConfiguredEndpoint, isLocal, type ModelEnvironment, openaiAddress } from './endpoints.ts'
import type { Offer } from './list-models.ts'
import { hostOf } from './openai-client.ts'

/** The name under which the answerer without a model goes; it is always allowed. */
export const EXTRACTIVE = 'extractive'

/** An endpoint with what it said. */
export interface Source {
  readonly endpoint: ConfiguredEndpoint
  readonly offer: Offer
}

/** The rows of sources that are not configured, and of the one that needs no configuring. */
export function absent(environment: ModelEnvironment): ModelStatus[] {
  const nothing = { model: null, models: [], error: null, next: false }
  const baseURL = openaiAddress(environment)
  return [
    { ...nothing, source: 'endpoint', host: null, local: false, state: 'not_set' },
    { ...nothing, source: 'openai', host: hostOf({ baseURL }), local: isLocal(baseURL), state: 'needs_key' },
    {
      ...{ ...nothing, source: EXTRACTIVE, host: null, local: true, state: 'ready' },
      ...{ model: EXTRACTIVE, models: [EXTRACTIVE] },
    },
  ]
}

/** The row of a configured endpoint; `chosen` is the model that the user settled on. */
export function statusOf(
  source: Source,
  chosen: string | null,
  allowed: readonly string[],
  next: boolean,
): ModelStatus {
  const { endpoint, offer } = source
  return {
    source: endpoint.source,
    model: (next ? chosen : null) ?? firstAllowed(source, allowed),
    models: offer.models.filter((name) => name === chosen || allowed.includes(name)),
    host: hostOf(endpoint),
    local: endpoint.isLocal,
    state: stateOf(source),
    error: offer.error,
    next,
  }
}

/** The model it answers with where the user chose none. */
export const firstAllowed = ({ offer }: Source, allowed: readonly string[]): string | null =>
  allowed.find((name) => offer.models.includes(name)) ?? null

/** Who offers the model `name`; the first where nobody says so. */
export function offering(name: string, sources: readonly Source[]): Source | undefined {
  return sources.find(({ offer }) => offer.models.includes(name)) ?? sources[0]
}

/** The source that the next question goes to; none when it is quoted from the documents. */
export function nextSource(
  chosen: string | null,
  sources: readonly Source[],
  allowed: readonly string[],
): Source | undefined {
  if (chosen === EXTRACTIVE) return undefined
  if (chosen !== null) return offering(chosen, sources)
  const [first] = sources
  return first && firstAllowed(first, allowed) !== null ? first : undefined
}

function stateOf({ endpoint, offer }: Source): ModelStatus['state'] {
  switch (offer.error?.code) {
    case undefined:
    case 'model_rate_limited':
      return 'ready'
    case 'model_rejected_key':
      return endpoint.apiKey === undefined ? 'needs_key' : 'key_refused'
    default:
      return 'unreachable'
  }
}
