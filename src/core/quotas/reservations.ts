/**
 * Keeps answers within the token limits. Before a model is asked, the most that it may spend is reserved; the transaction that records
 * what it spent gives the reservation back. So at every moment what was spent in the window and what may still be spent are, together,
 * no more than the limit, however many answers are written at once.
 */
import { and, eq, inArray, isNull, lte, or } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Actor } from '../../contract/index.ts'
import { type Database, quotaReservations, quotas, type Transaction } from '../database/index.ts'
import { refusal } from './refusal.ts'
import { standings } from './standings.ts'

export interface Reservation {
  readonly id: string
  /** What may be spent on it. */
  readonly tokens: number
}

export interface Reservations {
  /** Whether any limit holds for the actor: where none does, there is nothing to count and reserve. */
  isLimited(actor: Actor): Promise<boolean>
  /**
   * Sets aside up to `most` tokens, as many as every limit still leaves; null where none holds.
   * @throws {AppError} quota_exceeded when fewer than `least` are left; quota_too_small when that many never are
   */
  reserve(
    actor: Actor,
    tokens: { readonly least: number; readonly most: number },
  ): Promise<Reservation | null>
  /** In the transaction that records what was spent: settles them, or gives them back where nothing was. */
  releaseIn(tx: Transaction, actor: Actor, reservations: readonly Reservation[]): Promise<void>
}

/** 4,000 tokens, the longest answer, at the slowest that a model is still of use: 2 a second. */
const EXPIRES_AFTER_MS = 2_000_000

export function createReservations({
  database,
  now = () => new Date(),
}: {
  readonly database: Database
  readonly now?: () => Date
}): Reservations {
  return {
    isLimited: (actor) =>
      database.asTenant(actor, async (tx) => {
        const [one] = await tx.select({ id: quotas.id }).from(quotas).where(limitsOf(actor)).limit(1)
        return one !== undefined
      }),

    reserve: (actor, { least, most }) =>
      database.asTenant(actor, async (tx) => {
        // Who reserves next against one of these limits waits here until this reservation can be seen.
        const limits = await tx
          .select({ id: quotas.id })
          .from(quotas)
          .where(limitsOf(actor))
          .orderBy(quotas.id)
          .for('update')
        if (limits.length === 0) return null
        const moment = now()
        await removeExpired(tx, actor, moment)
        const left = (await standings(tx, actor.tenantId, moment, limitsOf(actor)))
          .map((limit) => ({ limit, tokens: limit.tokens - limit.used - limit.reserved }))
          .sort((a, b) => a.tokens - b.tokens)
        const [tightest] = left
        if (!tightest) return null
        if (tightest.tokens < least) throw await refusal(tx, actor, tightest.limit, least, moment)
        const reservation = { id: uuidv7(), tokens: Math.min(most, tightest.tokens) }
        const expiresAt = new Date(moment.getTime() + EXPIRES_AFTER_MS)
        await tx.insert(quotaReservations).values({ ...scopeOf(actor), ...reservation, expiresAt })
        return reservation
      }),

    async releaseIn(tx, actor, reservations) {
      if (reservations.length === 0) return
      const ids = reservations.map(({ id }) => id)
      await tx
        .delete(quotaReservations)
        .where(and(eq(quotaReservations.tenantId, actor.tenantId), inArray(quotaReservations.id, ids)))
    },
  }
}

const scopeOf = ({ tenantId, userId }: Actor) => ({ tenantId, userId })

/** The tenant's limits and the user's own. */
const limitsOf = ({ tenantId, userId }: Actor) =>
  and(eq(quotas.tenantId, tenantId), or(isNull(quotas.userId), eq(quotas.userId, userId)))

/** The actor's own alone, which nobody else removes under another lock. */
async function removeExpired(tx: Transaction, { tenantId, userId }: Actor, now: Date): Promise<void> {
  await tx
    .delete(quotaReservations)
    .where(
      and(
        eq(quotaReservations.tenantId, tenantId),
        eq(quotaReservations.userId, userId),
        lte(quotaReservations.expiresAt, now),
      ),
    )
}
