/** Search with the model that comes along: no key, no network, and across languages. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { BUILTIN_EMBEDDING } from '../../src/contract/index.ts'
import { textPdf } from '../fixtures/pdf.ts'
import { addAndSettle, openTestCore, type TestCore } from './workspace.ts'

let test: TestCore
beforeAll(async () => {
  test = await openTestCore({ 'embedding.model': BUILTIN_EMBEDDING })
  const pages = [
    'The company was sued by former employees. Litigation is pending.',
    'Income tax of the year was paid to the tax authority.',
    'The weather in the mountains was fine.',
  ]
  await addAndSettle(test, 'report.pdf', new Uint8Array(await textPdf(pages)))
})
afterAll(() => test?.close())

const pagesFor = async (query: string) =>
  (await test.core.search(test.actor, { query })).map(({ page }) => page)

it('finds a page that shares no word with the question', async () => {
  expect((await pagesFor('lawsuits'))[0]).toBe(1)
})

it('finds an English page for a Persian question', async () => {
  expect((await pagesFor('مالیات'))[0]).toBe(2)
})

it('spends no tokens', async () => {
  const { last24Hours } = await test.core.usage(test.actor)
  expect(last24Hours).toMatchObject({ embeddingTokens: 0 })
})
