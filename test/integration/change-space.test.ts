/** From one embedding model to another: the documents are embedded anew while the one they had goes on serving. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { BUILTIN_EMBEDDING } from '../../src/contract/index.ts'
import { textPdf } from '../fixtures/pdf.ts'
import { type OpenAIServer, startOpenAIServer } from '../stand-ins/openai-server.ts'
import { addAndSettle, openTestCore, settled, type TestCore } from './workspace.ts'

let test: TestCore
let endpoint: OpenAIServer
let documentId: string
beforeEach(async () => {
  endpoint = await startOpenAIServer({ dimensions: 64 })
  test = await openTestCore({ 'embedding.model': BUILTIN_EMBEDDING })
  const pages = ['The company was sued by former employees.', 'The weather in the mountains was fine.']
  documentId = (await addAndSettle(test, 'report.pdf', new Uint8Array(await textPdf(pages)))).id
})
afterEach(async () => {
  await test.close()
  await endpoint.close()
})

const change = () =>
  test.core.settings.set(test.actor, {
    'embedding.endpoint': endpoint.baseURL,
    'embedding.model': 'stand-in',
    'embedding.dimensions': 64,
  })
/** Shares no word with the page, so only vectors of the built-in model find it. */
const foundByMeaning = async () =>
  (await test.core.search(test.actor, { query: 'lawsuits' })).map(({ page }) => page)[0] === 1

/** Whether questions are embedded by the new model. */
async function isAskedOfEndpoint(): Promise<boolean> {
  const before = endpoint.requests.length
  await test.core.search(test.actor, { query: 'lawsuits' })
  return endpoint.requests.length > before
}

it('serves the old space until the new one is whole', async () => {
  endpoint.failNext(401, 1)
  await change()
  const [failed] = await settled(test, documentId)
  expect(failed).toMatchObject({ status: 'failed' })
  expect(await foundByMeaning()).toBe(true)
  expect(await isAskedOfEndpoint()).toBe(false)

  await test.reopen()
  expect(await foundByMeaning()).toBe(true)
  await test.core.documents.retry(test.actor, documentId)
  const [ready] = await settled(test, documentId)
  expect(ready).toMatchObject({ status: 'ready', error: null })
  await expect.poll(isAskedOfEndpoint).toBe(true)
})

it('goes back without embedding anything again', async () => {
  endpoint.failNext(401, 1)
  await change()
  await settled(test, documentId)
  await test.core.settings.set(test.actor, { 'embedding.model': BUILTIN_EMBEDDING })
  await settled(test, documentId)
  expect(await foundByMeaning()).toBe(true)
})
