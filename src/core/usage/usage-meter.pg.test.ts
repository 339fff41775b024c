/** What the usage of the last 24 hours and 7 days holds. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnEachDatabase } from '../../../test/services/database.ts'
import { openOrganisation, outcomeOf } from '../../../test/stand-ins/organisation.ts'
import { openWorkspace, type TestWorkspace } from '../../../test/stand-ins/workspace.ts'
import { createUsageMeter, type UsageEvent } from './index.ts'

const HOUR = 3_600_000
const end = Date.parse('2024-03-10T12:00:00Z')
/** Ages around both edges, to the millisecond. */
const age = fc.oneof(
  fc.constantFrom(0, 1, 24 * HOUR - 1, 24 * HOUR, 24 * HOUR + 1, 168 * HOUR - 1, 168 * HOUR, 168 * HOUR + 1),
  fc.integer({ min: 0, max: 200 * HOUR }),
)
const event = fc.record({
  kind: fc.constantFrom('answer' as const, 'embedding' as const),
  model: fc.constantFrom('m', 'extractive'),
  promptTokens: fc.nat(1_000_000_000),
  completionTokens: fc.nat(1_000),
  counted: fc.boolean(),
})

describeOnEachDatabase('usage', (open) => {
  let workspace: TestWorkspace
  beforeAll(async () => {
    workspace = await openWorkspace(open)
  })
  afterAll(() => workspace.close())

  it('adds up the events younger than 24 hours and 7 days, of the tenant alone', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(age, event), { maxLength: 6 }), async (events) => {
        const [actor, other] = [await workspace.addActor(), await workspace.addActor()]
        let time = end
        const meter = createUsageMeter({ database: workspace.database, now: () => new Date(time) })
        await meter.record(other, {
          kind: 'answer',
          model: 'm',
          promptTokens: 7,
          completionTokens: 7,
          counted: false,
        })
        for (const [eventAge, recorded] of events) {
          time = end - eventAge
          await meter.record(actor, recorded)
        }
        time = end
        const young = (hours: number) =>
          events.filter(([eventAge]) => eventAge < hours * HOUR).map(([, each]) => each)
        expect(await meter.totals(actor)).toEqual({
          last24Hours: sums(young(24)),
          last7Days: sums(young(168)),
        })
      }),
      { numRuns: 25 },
    )
  })

  it('tells whoever keeps count, too, what was asked elsewhere, and adds up all', async () => {
    const actor = await workspace.addActor()
    const told: unknown[] = []
    const meter = createUsageMeter({
      database: workspace.database,
      record: async (_tx, _actor, mutation, apply) => {
        told.push(mutation)
        return apply()
      },
    })
    const embedding = { kind: 'embedding', model: 'space', completionTokens: 0, counted: false } as const
    await meter.record(actor, { ...embedding, promptTokens: 5, isLocal: true })
    await meter.record(actor, { ...embedding, promptTokens: 7 })
    const args = { ...embedding, promptTokens: 7, id: expect.any(String) }
    expect(told).toEqual([{ name: 'usage.record', args }])
    expect((await meter.totals(actor)).last24Hours.embeddingTokens).toBe(12)
  })

  it('shows owners and admins the tenant’s usage, and everyone else their own', async () => {
    const hosted = await openOrganisation(open)
    const { owner } = await hosted.addTenant()
    const member = await hosted.addMember(owner, 'member')
    const admin = await hosted.addMember(owner, 'admin')
    let time = end
    const meter = createUsageMeter({ database: hosted.database, now: () => new Date(time) })
    const answer = (promptTokens: number) =>
      ({ kind: 'answer', model: 'm', promptTokens, completionTokens: 0, counted: false }) as const
    await meter.record(member, answer(5))
    time += 24 * HOUR
    await meter.record(member, answer(7))
    await meter.record(owner, answer(100))
    for (const [actor, day, week] of [
      [owner, 107, 112],
      [admin, 107, 112],
      [member, 7, 12],
      [{ ...admin, role: 'viewer' }, 0, 0],
    ] as const) {
      const { last24Hours, last7Days } = await meter.totals(actor)
      expect([last24Hours.promptTokens, last7Days.promptTokens]).toEqual([day, week])
      const { models } = await meter.series(actor, '7d')
      expect(models.map(({ promptTokens }) => promptTokens)).toEqual(week === 0 ? [] : [week])
    }
    const byUser = (await meter.byUser(admin)).map(({ userId, last24Hours, last7Days }) => [
      ...[userId, last24Hours.promptTokens, last7Days.promptTokens],
    ])
    expect(byUser).toEqual([
      [owner.userId, 100, 100],
      [member.userId, 7, 12],
    ])
    expect(await outcomeOf(meter.byUser(member))).toBe('forbidden')
    await hosted.close()
  })
})

function sums(events: readonly UsageEvent[]) {
  const answers = events.filter(({ kind }) => kind === 'answer')
  const total = (list: readonly UsageEvent[], key: 'promptTokens' | 'completionTokens') =>
    list.reduce((sum, each) => sum + each[key], 0)
  return {
    promptTokens: total(answers, 'promptTokens'),
    completionTokens: total(answers, 'completionTokens'),
    embeddingTokens: total(
      events.filter(({ kind }) => kind === 'embedding'),
      'promptTokens',
    ),
    answers: answers.length,
  }
}
