/** Keeps a model's requests within the token limits of whoever asks. */
import type { Actor } from '../../contract/index.ts'
import { type ChatModel, countUsage } from '../models/index.ts'
import type { Reservation, Reservations } from '../quotas/index.ts'

/** An answer for which fewer than this are left would break off. */
const LEAST_COMPLETION_TOKENS = 600

/**
 * The model, each request to which first reserves its prompt and its longest completion, shortened to what the limits leave; `hold` is
 * given each reservation, to be released with the answer. The model itself where nothing is limited.
 */
export async function withinQuota(
  model: ChatModel,
  actor: Actor,
  reservations: Reservations | undefined,
  hold: (reservation: Reservation) => void,
): Promise<ChatModel> {
  if (!reservations || !(await reservations.isLimited(actor))) return model
  return {
    name: model.name,
    isLocal: model.isLocal,
    async *stream(messages, { signal, maxTokens }) {
      const { promptTokens } = await countUsage(messages, '')
      const reservation = await reservations.reserve(actor, {
        least: promptTokens + Math.min(maxTokens, LEAST_COMPLETION_TOKENS),
        most: promptTokens + maxTokens,
      })
      if (reservation) hold(reservation)
      const granted = reservation ? reservation.tokens - promptTokens : maxTokens
      yield* model.stream(messages, { signal, maxTokens: granted })
    },
  }
}
