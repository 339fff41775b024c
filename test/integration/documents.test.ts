/** What becomes of the files that people add: good, bad and twice. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Document, MAX_DOCUMENT_BYTES, MAX_DOCUMENT_PAGES } from '../../src/contract/index.ts'
import { encryptedPdf, imageOnlyPdf, pagesPdf, textPdf } from '../fixtures/pdf.ts'
import { startOpenAIServer } from '../stand-ins/openai-server.ts'
import { addAndSettle, openTestCore, settled, type TestCore } from './workspace.ts'

let test: TestCore
beforeEach(async () => {
  test = await openTestCore()
})
afterEach(() => test.close())

const bytes = async (pdf: Promise<Uint8Array>) => new Uint8Array(await pdf)
const blobs = async () =>
  (await readdir(join(test.directory, 'blobs'), { recursive: true })).filter((name) => name.endsWith('.pdf'))

describe('adding', () => {
  it('makes a document that can be searched and cited', async () => {
    const document = await addAndSettle(
      test,
      'sensors.pdf',
      await bytes(textPdf(['Wind farms buy vibration sensors.', 'Other page.'])),
    )
    expect(document).toMatchObject({ status: 'ready', pageCount: 2, pagesDone: 2, error: null })
    const [best] = await test.core.search(test.actor, { query: 'vibration sensors' })
    expect(best).toMatchObject({ document: { id: document.id, name: 'sensors.pdf' }, page: 1 })
    expect(best?.text).toContain('Wind farms buy vibration sensors.')
    expect(best?.rects[0]).toMatchObject({ page: 1 })
  })

  it('keeps the same bytes once, whatever they are called', async () => {
    const pdf = await bytes(pagesPdf(2))
    const first = await test.core.documents.add(test.actor, new Blob([pdf]), 'first.pdf')
    const second = await test.core.documents.add(test.actor, new Blob([pdf]), 'second.pdf')
    expect(second).toMatchObject({ duplicate: true, document: { id: first.document.id, name: 'first.pdf' } })
    await settled(test, first.document.id)
    expect(await test.core.documents.list(test.actor)).toHaveLength(1)
    expect(await blobs()).toHaveLength(1)
  })

  it('removes the file with the last document that holds it', async () => {
    const document = await addAndSettle(test, 'gone.pdf', await bytes(pagesPdf(1)))
    await test.core.documents.remove(test.actor, [document.id])
    expect(await blobs()).toHaveLength(1)
    await test.core.documents.purge(test.actor)
    expect(await test.core.documents.list(test.actor)).toEqual([])
    expect(await blobs()).toEqual([])
    expect(await test.core.search(test.actor, { query: 'page' })).toEqual([])
  })
})

describe('a file that cannot be read', () => {
  it.each([
    ['document_not_pdf', 'notes.pdf', async () => new TextEncoder().encode('Just some notes, no PDF.')],
    ['document_encrypted', 'locked.pdf', () => bytes(encryptedPdf('secret'))],
    ['document_no_text', 'scan.pdf', () => bytes(imageOnlyPdf())],
    ['document_too_many_pages', 'long.pdf', () => bytes(pagesPdf(MAX_DOCUMENT_PAGES + 1))],
    ['document_too_large', 'large.pdf', async () => new Uint8Array(MAX_DOCUMENT_BYTES + 1)],
    ['document_damaged', 'cut.pdf', async () => (await bytes(pagesPdf(3))).slice(0, 300)],
  ] as const)('stays listed with its reason: %s', async (code, name, make) => {
    const document = await addAndSettle(test, name, await make())
    expect(document).toMatchObject({ status: 'failed', error: { code } })
    expect(document.error?.message).toContain(name)
    expect(document.error?.message).not.toMatch(/[{}]/)
    const again = await test.core.documents.retry(test.actor, document.id)
    const [outcome] = await settled(test, again.id)
    expect(outcome).toMatchObject({ status: 'failed', error: { code } })
    expect(test.errors).toEqual([])
  })

  it('is opened by its password, and says so when it is the wrong one', async () => {
    const document = await addAndSettle(test, 'locked.pdf', await bytes(encryptedPdf('secret')))
    await test.core.documents.retry(test.actor, document.id, 'guess')
    expect(await settled(test, document.id)).toMatchObject([{ error: { code: 'document_wrong_password' } }])
    await test.core.documents.retry(test.actor, document.id, 'secret')
    expect(await settled(test, document.id)).toMatchObject([{ status: 'ready', error: null }])
  })
})

/** Adds a document of so many pages and returns it with the first of them extracted. */
async function addAndReadSome(pages: number): Promise<Document> {
  const { document } = await test.core.documents.add(
    test.actor,
    new Blob([await bytes(pagesPdf(pages))]),
    'long.pdf',
  )
  const events = test.core.documents.events(test.actor, [document.id], AbortSignal.timeout(50_000))
  for await (const event of events) if (event.document.pagesDone > 0) break
  return document
}

describe('work cut short', () => {
  it('is done once, although the process before left its jobs behind', async () => {
    const document = await addAndSettle(test, 'locked.pdf', await bytes(encryptedPdf('secret')))
    for (let round = 0; round < 3; round++) {
      await test.reopen()
      await test.core.documents.retry(test.actor, document.id, round < 2 ? 'guess' : 'secret')
      await settled(test, document.id)
    }
    expect(await test.core.documents.get(test.actor, document.id)).toMatchObject({ status: 'ready' })
    expect(test.errors).toEqual([])
  })

  it('goes on after the last committed batch when the workspace is opened again', async () => {
    const document = await addAndReadSome(120)
    await test.reopen()
    const before = await test.core.documents.get(test.actor, document.id)
    expect(before.pagesDone).toBeGreaterThan(0)
    await test.core.documents.resume()
    // A page that was extracted again would clash with its row and fail the document.
    await settled(test, document.id)
    expect(await test.core.documents.get(test.actor, document.id)).toMatchObject({
      status: 'ready',
      pagesDone: 120,
    })
  })

  it('stops when cancelled, and goes on when retried', async () => {
    const document = await addAndReadSome(200)
    const cancelled = await test.core.documents.cancel(test.actor, document.id)
    expect(cancelled.status).toBe('cancelled')
    expect(cancelled.pagesDone).toBeLessThan(200)
    await test.core.documents.retry(test.actor, document.id)
    expect(await settled(test, document.id)).toMatchObject([{ status: 'ready', pagesDone: 200 }])
  })

  it('can be removed while it is at work', async () => {
    const { document } = await test.core.documents.add(
      test.actor,
      new Blob([await bytes(pagesPdf(200))]),
      'long.pdf',
    )
    await test.core.documents.remove(test.actor, [document.id])
    await test.core.documents.purge(test.actor, [document.id])
    expect(await test.core.documents.list(test.actor)).toEqual([])
    const other = await addAndSettle(test, 'next.pdf', await bytes(pagesPdf(1)))
    expect(other.status).toBe('ready')
  })
})

describe('a workspace with an embedding model', () => {
  it('embeds the documents that are there when a model is chosen, and finds them by meaning', async () => {
    await using server = await startOpenAIServer({ dimensions: 64 })
    const document = await addAndSettle(
      test,
      'sensors.pdf',
      await bytes(textPdf(['Wind farms buy vibration sensors.'])),
    )
    await test.core.settings.set(test.actor, {
      'embedding.endpoint': server.baseURL,
      'embedding.model': 'bag-of-words',
      'embedding.dimensions': 64,
    })
    expect(await test.core.documents.get(test.actor, document.id)).toMatchObject({ status: 'embedding' })
    await test.core.documents.resume()
    expect(await settled(test, document.id)).toMatchObject([{ status: 'ready' }])
    expect(await test.core.search(test.actor, { query: 'vibration sensors' })).toHaveLength(1)
    await server.close()
    expect(await test.core.search(test.actor, { query: 'vibration sensors' })).toHaveLength(1)
  })

  it('keeps a document searchable by keyword when the model fails, and retries from there', async () => {
    await using server = await startOpenAIServer({ dimensions: 64 })
    await test.core.settings.set(test.actor, {
      'embedding.endpoint': server.baseURL,
      'embedding.model': 'bag-of-words',
      'embedding.dimensions': 64,
    })
    server.failNext(400, 1)
    const document = await addAndSettle(
      test,
      'sensors.pdf',
      await bytes(textPdf(['Wind farms buy vibration sensors.'])),
    )
    expect(document).toMatchObject({ status: 'failed', error: { code: 'model_failed' } })
    expect(await test.core.search(test.actor, { query: 'vibration' })).toHaveLength(1)

    await test.core.documents.retry(test.actor, document.id)
    expect(await settled(test, document.id)).toMatchObject([{ status: 'ready' }])
    expect((await test.core.usage(test.actor)).last24Hours.embeddingTokens).toBeGreaterThan(0)
  })
})
