/** Which first questions are suggested, for documents indexed as ingestion does it. */
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { addDocument, openWorkspace, type TestWorkspace } from '../../../../test/stand-ins/workspace.ts'
import type { Actor, Language, Scope } from '../../../contract/index.ts'
import { chunks, documents } from '../../database/index.ts'
import { buildIndex, saveIndex } from '../../retrieval/index.ts'
import { spokenName } from './company-name.ts'
import { readable } from './headings.ts'
import { suggest } from './suggest.ts'

let workspace: TestWorkspace
let actor: Actor
beforeAll(async () => {
  workspace = await openWorkspace()
})
beforeEach(async () => {
  actor = await workspace.addActor()
})
afterAll(() => workspace.close())

interface Section {
  readonly heading: string
  readonly text: string
}
type Change = Partial<typeof documents.$inferInsert>

/** A ready document with a chunk a section. */
async function add(
  name: string,
  sections: readonly Section[],
  change: Change = { status: 'ready' },
): Promise<string> {
  const texts = sections.map(({ text }) => text)
  const results = await addDocument(workspace.database, actor, name, texts)
  const id = results[0]?.document.id ?? ''
  const identity = {
    title: null,
    company: null,
    form: null,
    fiscalYear: null,
    fiscalQuarter: null,
    periodEnd: null,
  }
  await workspace.database.asTenant(actor, async (tx) => {
    for (const [index, result] of results.entries())
      await tx
        .update(chunks)
        .set({ headingPath: [sections[index]?.heading ?? ''] })
        .where(eq(chunks.id, result.chunkId))
    await tx.update(documents).set(change).where(eq(documents.id, id))
    const indexable = sections.map(({ heading, text }, ordinal) => ({
      ...{ ordinal, page: ordinal + 1, text, headingPath: [heading] },
    }))
    await saveIndex(tx, actor.tenantId, id, buildIndex({ name, identity }, indexable))
  })
  return id
}

const suggestions = (scope: Scope = {}, language: Language = 'en') =>
  workspace.database.asTenant(actor, (tx) => suggest(tx, actor, scope, language))

const times = (count: number, text: string) => Array<string>(count).fill(text).join(' ')
const income = {
  heading: 'Results',
  text: times(6, 'Revenue was 5, income taxes 1, net income 3.'),
}
const risk = { heading: 'Item 1A. Risk Factors', text: times(20, 'This may adversely affect us.') }
const acme: Change = { company: 'ACME WIDGET COMPANY, INC.', form: '10-K', fiscalYear: 2018 }

it('asks of a report what it speaks of, and nothing else', async () => {
  await add('acme.pdf', [income, risk], acme)
  expect(await suggestions()).toEqual([
    'What was the revenue of Acme Widget in fiscal 2018?',
    'What are the main risk factors of Acme Widget?',
    'What was the net income of Acme Widget in fiscal 2018?',
  ])
  expect((await suggestions({}, 'fa'))[0]).toBe('درآمد Acme Widget در سال مالی ۲۰۱۸ چقدر بود؟')
})

it('asks of several reports about different things', async () => {
  await add('old.pdf', [income, risk], { company: 'Old Corp', fiscalYear: 2001, periodEnd: '2001-12-31' })
  await add('acme.pdf', [income, risk], { ...acme, fiscalQuarter: 2, periodEnd: '2018-06-30' })
  expect((await suggestions()).slice(0, 2)).toEqual([
    'What was the revenue of Acme Widget in Q2 of fiscal 2018?',
    'What are the main risk factors of Old?',
  ])
})

it('asks of other documents what stands below their headings, the longest parts first', async () => {
  const care = { heading: '2. CARE OF BEARINGS', text: 'Oil them.' }
  const id = await add('turbine_manual.pdf', [
    { heading: 'Contents', text: 'Care 2' },
    { heading: 'Safety', text: 'Switch it off.' },
    care,
    care,
  ])
  expect(await suggestions({ documentIds: [id] })).toEqual([
    'What does it say about “Care of Bearings”?',
    'What does it say about “Safety”?',
  ])
  await add('other.pdf', [{ heading: 'Origins', text: 'Long ago.' }])
  expect(await suggestions()).toContain('What does “turbine manual” say about “Care of Bearings”?')
})

it('keeps to the scope, and to documents that are ready and not in the bin', async () => {
  const binned = await add('binned.pdf', [income], { ...acme, deletedAt: new Date() })
  const failed = await add('failed.pdf', [income], { ...acme, status: 'failed' })
  expect(await suggestions()).toEqual([])
  expect(await suggestions({ documentIds: [binned, failed] })).toEqual([])
  const ready = await add('ready.pdf', [income], acme)
  expect(await suggestions({ documentIds: [ready] })).not.toEqual([])
  expect(await suggestions({ documentIds: [binned] })).toEqual([])
})

it.each([
  ['THE BOEING COMPANY', 'Boeing'],
  ['BEST BUY CO., INC.', 'Best Buy'],
  ['IBM Corp.', 'IBM'],
  ['BANK OF AMERICA CORP', 'Bank of America'],
  ['Company', 'Company'],
])('calls %s %s', (legal, spoken) => {
  expect(spokenName(legal)).toBe(spoken)
})

it.each([
  ['Item 1A. RISK FACTORS', 'Risk Factors'],
  ['1.2 Methods', 'Methods'],
  ['II. History', 'History'],
  ['I like it', 'I like it'],
  ['3M in Europe', '3M in Europe'],
  ['بخش ۲: روش‌ها', 'بخش ۲: روش‌ها'],
  ['Table of Contents', null],
  ['فهرست', null],
  ['12 %', null],
  ['330 West Street, New York 10001', null],
])('makes of the heading %j %j', (heading, text) => {
  expect(readable(heading)).toBe(text)
})
