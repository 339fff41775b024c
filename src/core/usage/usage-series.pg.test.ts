/** What the charts of the usage page are drawn from. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnEachDatabase } from '../../../test/services/database.ts'
import { openWorkspace, type TestWorkspace } from '../../../test/stand-ins/workspace.ts'
import { usageSeriesSchema } from '../../contract/index.ts'
import { createUsageMeter, type UsageEvent } from './index.ts'
import { bucketStarts } from './usage-series.ts'

const now = new Date(2024, 2, 10, 12, 34, 56)
const nothing = { promptTokens: 0, completionTokens: 0, embeddingTokens: 0, answers: 0 }
const answer = (model: string, promptTokens: number): UsageEvent => ({
  ...{ kind: 'answer', model, promptTokens, completionTokens: 1, counted: false },
})

it('begins hours and days as clocks show them, the last being the running one', () => {
  const hours = bucketStarts('24h', now)
  expect([hours.length, hours[0], hours[23]]).toEqual([
    24,
    new Date(2024, 2, 9, 13),
    new Date(2024, 2, 10, 12),
  ])
  const days = bucketStarts('7d', now)
  expect([days.length, days[0], days[6]]).toEqual([7, new Date(2024, 2, 4), new Date(2024, 2, 10)])
})

describeOnEachDatabase('the usage series', (open) => {
  let workspace: TestWorkspace
  beforeAll(async () => {
    workspace = await openWorkspace(open)
  })
  afterAll(() => workspace.close())

  it('puts each event in its bucket, and models in the order of their tokens', async () => {
    const [actor, other] = [await workspace.addActor(), await workspace.addActor()]
    let time = now
    const meter = createUsageMeter({ database: workspace.database, now: () => time })
    await meter.record(other, answer('small', 1_000))
    for (const [at, event] of [
      [now, answer('small', 5)],
      [new Date(2024, 2, 10, 12), answer('large', 50)],
      [new Date(2024, 2, 10, 11, 59, 59, 999), answer('small', 7)],
      [new Date(2024, 2, 9, 13), { ...answer('space', 3), kind: 'embedding', completionTokens: 0 }],
      [new Date(2024, 2, 9, 12, 59, 59, 999), answer('small', 900)],
    ] as const) {
      time = at
      await meter.record(actor, event)
    }
    time = now
    const day = usageSeriesSchema.parse(await meter.series(actor, '24h'))
    const used = day.buckets.flatMap(({ start: _, ...sums }, index) =>
      sums.answers + sums.embeddingTokens > 0 ? [[index, sums]] : [],
    )
    expect(used).toEqual([
      [0, { ...nothing, embeddingTokens: 3 }],
      [22, { ...nothing, promptTokens: 7, completionTokens: 1, answers: 1 }],
      [23, { ...nothing, promptTokens: 55, completionTokens: 2, answers: 2 }],
    ])
    expect(day.models.map(({ model }) => model)).toEqual(['large', 'small', 'space'])

    const week = usageSeriesSchema.parse(await meter.series(actor, '7d'))
    expect(week.buckets.map(({ promptTokens }) => promptTokens)).toEqual([0, 0, 0, 0, 0, 900, 62])
    expect(week.models[0]).toEqual({
      ...{ model: 'small', promptTokens: 912, completionTokens: 3, embeddingTokens: 0, answers: 3 },
    })
  })
})
