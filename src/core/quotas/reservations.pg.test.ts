/**
 * Invariant: what was spent within a window and what answers may still spend are together never more than any limit that holds for them,
 * in whatever order and however many at once they reserve, settle, give back or die; and what was given back can be had again.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnEachDatabase } from '../../../test/services/database.ts'
import { openOrganisation, outcomeOf, type TestOrganisation } from '../../../test/stand-ins/organisation.ts'
import { type Actor, AppError, type QuotaInput } from '../../contract/index.ts'
import { createUsageMeter } from '../usage/index.ts'
import { createQuotas, createReservations, type Reservation } from './index.ts'

const HOUR_MS = 3_600_000

describeOnEachDatabase('reservations', (open) => {
  let hosted: TestOrganisation
  beforeAll(async () => {
    hosted = await openOrganisation(open)
  })
  afterAll(() => hosted.close())

  /** The parts with a clock of their own. */
  function clocked() {
    const clock = { time: Date.parse('2026-03-10T12:00:00Z') }
    const parts = { database: hosted.database, now: () => new Date(clock.time) }
    const [quotas, reservations, usage] = [
      createQuotas(parts),
      createReservations(parts),
      createUsageMeter(parts),
    ]
    /** As an answer does it: what was spent is recorded and the reservation released in one transaction. */
    async function settle(
      actor: Actor,
      reservation: Reservation | null,
      spent: number | null,
    ): Promise<void> {
      await hosted.database.asTenant(actor, async (tx) => {
        if (spent !== null) await usage.recordIn(tx, actor, answerOf(spent))
        await reservations.releaseIn(tx, actor, reservation ? [reservation] : [])
      })
    }
    return { clock, quotas, reservations, usage, settle }
  }

  it('keeps any number of answers at once within every limit', async () => {
    const answer = fc.record({
      by: fc.nat(2),
      least: fc.integer({ min: 1, max: 60 }),
      more: fc.nat(60),
      /** The share of its reservation that it spends; null where it dies, and is never settled. */
      spends: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 6 }),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(answer, { minLength: 2, maxLength: 24 }),
        fc.record({
          tenant: fc.integer({ min: 0, max: 400 }),
          user: fc.option(fc.integer({ min: 0, max: 200 })),
        }),
        async (answers, limits) => {
          const { quotas, reservations, settle } = clocked()
          const { owner } = await hosted.addTenant()
          const actors = [
            owner,
            await hosted.addMember(owner, 'viewer'),
            await hosted.addMember(owner, 'member'),
          ]
          await quotas.set(owner, { userId: null, window: '24h', tokens: limits.tenant })
          await quotas.set(owner, { userId: null, window: '7d', tokens: 10_000 })
          if (limits.user !== null)
            await quotas.set(owner, { userId: owner.userId, window: '7d', tokens: limits.user })

          const stayedWithin = async () => {
            for (const { tokens, used, reserved } of await quotas.list(owner))
              expect(used + reserved).toBeLessThanOrEqual(tokens)
          }
          await Promise.all([
            ...answers.map(async ({ by, least, more, spends }) => {
              const actor = actors[by] ?? owner
              const reservation = await reservations
                .reserve(actor, { least, most: least + more })
                .catch(unlessRefused)
              if (!reservation) return
              expect(reservation.tokens).toBeGreaterThanOrEqual(least)
              expect(reservation.tokens).toBeLessThanOrEqual(least + more)
              if (spends !== null) await settle(actor, reservation, Math.floor(reservation.tokens * spends))
            }),
            ...[stayedWithin(), stayedWithin(), stayedWithin()],
          ])
          await stayedWithin()
        },
      ),
      { numRuns: 12 },
    )
  })

  it('grants just what fits when all ask at once, and all of it again once it was given back', async () => {
    const { quotas, reservations, settle } = clocked()
    const { owner } = await hosted.addTenant()
    await quotas.set(owner, { userId: null, window: '24h', tokens: 1_000 })
    for (let round = 0; round < 2; round++) {
      const granted = await Promise.all(
        Array.from({ length: 25 }, () =>
          reservations.reserve(owner, { least: 100, most: 100 }).catch(unlessRefused),
        ),
      )
      const held = granted.filter((reservation) => reservation !== null)
      expect(held).toHaveLength(10)
      await Promise.all(held.map((reservation) => settle(owner, reservation, null)))
    }
    expect(await quotas.list(owner)).toMatchObject([{ used: 0, reserved: 0 }])
  })

  it('shortens the last answer to what is left', async () => {
    const { quotas, reservations } = clocked()
    const { owner } = await hosted.addTenant()
    await quotas.set(owner, { userId: null, window: '24h', tokens: 1_000 })
    expect(await reservations.reserve(owner, { least: 300, most: 700 })).toMatchObject({ tokens: 700 })
    expect(await reservations.reserve(owner, { least: 300, most: 700 })).toMatchObject({ tokens: 300 })
  })

  it('gives the tokens of a process that died back after a while', async () => {
    const { clock, quotas, reservations } = clocked()
    const { owner } = await hosted.addTenant()
    await quotas.set(owner, { userId: null, window: '24h', tokens: 100 })
    await reservations.reserve(owner, { least: 100, most: 100 })
    expect(await outcomeOf(reservations.reserve(owner, { least: 1, most: 1 }))).toBe('quota_exceeded')
    clock.time += HOUR_MS
    expect(await reservations.reserve(owner, { least: 100, most: 100 })).toMatchObject({ tokens: 100 })
  })

  it('counts the answers of a model within the window, of the user or the tenant that is limited', async () => {
    const { clock, quotas, reservations, usage } = clocked()
    const [{ owner }, { owner: stranger }] = [await hosted.addTenant(), await hosted.addTenant()]
    const member = await hosted.addMember(owner, 'member')
    const limits: QuotaInput[] = [
      { userId: null, window: '24h', tokens: 100 },
      { userId: null, window: '7d', tokens: 1_000 },
      { userId: member.userId, window: '24h', tokens: 50 },
    ]
    for (const limit of limits) await quotas.set(owner, limit)
    await usage.record(member, answerOf(40))
    clock.time += 24 * HOUR_MS
    await usage.record(member, answerOf(20))
    await usage.record(owner, answerOf(30))
    await usage.record(owner, { ...answerOf(500), model: 'extractive' })
    await usage.record(owner, { ...answerOf(500), kind: 'embedding' })
    await usage.record(stranger, answerOf(500))
    await reservations.reserve(member, { least: 5, most: 5 })
    const standing = (await quotas.list(owner)).map(({ id: _, ...rest }) => rest)
    expect(standing).toEqual([
      { ...limits[0], used: 50, reserved: 5 },
      { ...limits[1], used: 90, reserved: 5 },
      { ...limits[2], used: 20, reserved: 5 },
    ])
  })

  it('says what is used and when enough of it is free again', async () => {
    const { clock, quotas, reservations, usage } = clocked()
    const { owner } = await hosted.addTenant()
    await quotas.set(owner, { userId: null, window: '24h', tokens: 100 })
    const start = clock.time
    await usage.record(owner, answerOf(10))
    clock.time += HOUR_MS
    await usage.record(owner, answerOf(60))
    clock.time += HOUR_MS
    await reservations.reserve(owner, { least: 20, most: 20 })
    const refused = (least: number) =>
      reservations
        .reserve(owner, { least, most: least })
        .catch((error: unknown) => (error as AppError).details)
    const at = (milliseconds: number) => new Date(start + milliseconds).toISOString()
    const details = { limit: 100, window: '24h', used: 90 }
    // The reservation itself ends first.
    expect(await refused(11)).toEqual({ ...details, freesAt: at(2 * HOUR_MS + 2_000_000) })
    expect(await refused(40)).toEqual({ ...details, freesAt: at(24 * HOUR_MS) })
    expect(await refused(41)).toEqual({ ...details, freesAt: at(25 * HOUR_MS) })
    clock.time = start + 24 * HOUR_MS
    await expect(reservations.reserve(owner, { least: 40, most: 40 })).resolves.not.toBeNull()
    expect(await outcomeOf(reservations.reserve(owner, { least: 101, most: 200 }))).toBe('quota_too_small')
  })

  it('limits nobody where no limit is set, or only another’s', async () => {
    const { quotas, reservations } = clocked()
    const [{ owner }, { owner: stranger }] = [await hosted.addTenant(), await hosted.addTenant()]
    const member = await hosted.addMember(owner, 'member')
    await quotas.set(stranger, { userId: null, window: '24h', tokens: 0 })
    const own = await quotas.set(owner, { userId: owner.userId, window: '7d', tokens: 0 })
    expect(await reservations.isLimited(member)).toBe(false)
    expect(await reservations.reserve(member, { least: 1e9, most: 1e9 })).toBeNull()
    expect(await outcomeOf(reservations.reserve(owner, { least: 1, most: 1 }))).toBe('quota_too_small')
    await quotas.remove(owner, own.id)
    expect(await reservations.isLimited(owner)).toBe(false)
  })

  it('has one limit a user and window, set by admins for members of their tenant', async () => {
    const { quotas } = clocked()
    const [{ owner }, { owner: stranger }] = [await hosted.addTenant(), await hosted.addTenant()]
    const member = await hosted.addMember(owner, 'member')
    const limit: QuotaInput = { userId: null, window: '24h', tokens: 5 }
    const first = await quotas.set(owner, limit)
    expect(await quotas.set(owner, { ...limit, tokens: 7 })).toEqual({ ...first, tokens: 7 })
    expect(await quotas.list(owner)).toHaveLength(1)
    expect(await outcomeOf(quotas.set(member, limit))).toBe('forbidden')
    expect(await outcomeOf(quotas.list(member))).toBe('forbidden')
    expect(await outcomeOf(quotas.set(owner, { ...limit, userId: stranger.userId }))).toBe('not_found')
    expect(await outcomeOf(quotas.remove(stranger, first.id))).toBe('not_found')
    expect(await outcomeOf(quotas.remove(member, first.id))).toBe('forbidden')
  })
})

const answerOf = (tokens: number) => ({
  ...({ kind: 'answer', model: 'm', counted: false } as const),
  ...{ promptTokens: Math.floor(tokens / 2), completionTokens: Math.ceil(tokens / 2) },
})

function unlessRefused(error: unknown): null {
  if (error instanceof AppError && error.code.startsWith('quota_')) return null
  throw error
}
