/** Folders, moving, and the bin: what goes comes back exactly, and what is in the bin answers nothing. */
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import fc from 'fast-check'
import { v7 as uuidv7 } from 'uuid'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openBlobFolder } from '../../src/core/blobs/index.ts'
import { encryptedPdf, pagesPdf, textPdf } from '../fixtures/pdf.ts'
import { addAndSettle, openTestCore, settled, type TestCore } from './workspace.ts'

let test: TestCore
beforeEach(async () => {
  test = await openTestCore()
})
afterEach(() => test.close())

const bytes = async (pdf: Promise<Uint8Array>) => new Uint8Array(await pdf)
const folder = (name: string, parentId: string | null = null) =>
  test.core.folders.create(test.actor, { id: uuidv7(), name, parentId })
const names = async () => (await test.core.documents.list(test.actor)).map(({ name }) => name).sort()

it('lets go of files that a killed process kept for no document', async () => {
  const document = await addAndSettle(test, 'a.pdf', await bytes(textPdf(['Turbines hum quietly.'])))
  const files = openBlobFolder(join(test.directory, 'blobs'))
  const stray = await files.put(new Blob(['%PDF-1.7 of no document']).stream(), 1_000)
  expect((await files.list()).toSorted()).toEqual([document.sha256, stray.sha256].toSorted())
  await test.reopen()
  expect(await files.list()).toEqual([document.sha256])
  expect(test.errors).toEqual([])
})

describe('the bin', () => {
  it('hides a document from lists and searches until it is restored', async () => {
    const document = await addAndSettle(test, 'a.pdf', await bytes(textPdf(['Turbines hum quietly.'])))
    await test.core.documents.remove(test.actor, [document.id])
    expect(await names()).toEqual([])
    expect(await test.core.search(test.actor, { query: 'turbines' })).toEqual([])
    expect(await test.core.documents.bin(test.actor)).toMatchObject([{ id: document.id }])
    await test.core.documents.restore(test.actor, [document.id])
    expect(await test.core.search(test.actor, { query: 'turbines' })).toHaveLength(1)
    expect(await test.core.documents.bin(test.actor)).toEqual([])
  })

  it('gives a document back when its file is added again', async () => {
    const file = await bytes(textPdf(['Turbines hum quietly.']))
    const document = await addAndSettle(test, 'a.pdf', file)
    await test.core.documents.remove(test.actor, [document.id])
    const again = await test.core.documents.add(test.actor, new Blob([file]), 'a.pdf')
    expect(again).toMatchObject({ duplicate: false, document: { id: document.id, status: 'ready' } })
  })

  it('tries a failed document again when its file is added again', async () => {
    const file = await bytes(encryptedPdf('secret'))
    const { id, status } = await addAndSettle(test, 'locked.pdf', file)
    expect(status).toBe('failed')
    await test.core.documents.remove(test.actor, [id])
    expect(await addAndSettle(test, 'locked.pdf', file, 'secret')).toMatchObject({ id, status: 'ready' })
  })

  it('ends the wait for a document that was removed while it was read', async () => {
    const file = new Blob([await bytes(pagesPdf(120))])
    const { document } = await test.core.documents.add(test.actor, file, 'long.pdf')
    const waiting = settled(test, document.id)
    await test.core.documents.remove(test.actor, [document.id])
    await waiting
    expect(await names()).toEqual([])
  })

  it('lets what is in it be read, but not renamed, cancelled or tried again', async () => {
    const document = await addAndSettle(test, 'a.pdf', await bytes(pagesPdf(1)))
    await test.core.documents.remove(test.actor, [document.id])
    expect(await test.core.documents.get(test.actor, document.id)).toMatchObject({ name: 'a.pdf' })
    const notFound = expect.objectContaining({ code: 'not_found' })
    await expect(test.core.documents.rename(test.actor, document.id, 'b.pdf')).rejects.toEqual(notFound)
    await expect(test.core.documents.cancel(test.actor, document.id)).rejects.toEqual(notFound)
    await expect(test.core.documents.retry(test.actor, document.id)).rejects.toEqual(notFound)
  })

  it('is emptied for good, with the files of what was in it and of nothing else', async () => {
    const kept = await addAndSettle(test, 'kept.pdf', await bytes(pagesPdf(1)))
    const gone = await addAndSettle(test, 'gone.pdf', await bytes(pagesPdf(2)))
    await test.core.documents.remove(test.actor, [gone.id])
    expect(await test.core.documents.purge(test.actor, [kept.id])).toEqual([])
    expect(await test.core.documents.purge(test.actor)).toMatchObject([{ id: gone.id }])
    await expect(test.core.documents.get(test.actor, gone.id)).rejects.toMatchObject({ code: 'not_found' })
    const files = (await readdir(join(test.directory, 'blobs'), { recursive: true })).filter((name) =>
      name.endsWith('.pdf'),
    )
    expect(files.map((name) => basename(name, '.pdf'))).toEqual([kept.sha256])
  })

  it('goes on with a document that was removed while it was read', async () => {
    const { document } = await test.core.documents.add(
      test.actor,
      new Blob([await bytes(pagesPdf(120))]),
      'long.pdf',
    )
    await test.core.documents.remove(test.actor, [document.id])
    await test.core.documents.restore(test.actor, [document.id])
    expect(await settled(test, document.id)).toMatchObject([{ status: 'ready', pageCount: 120 }])
  })
})

describe('folders', () => {
  it('go to the bin with what they hold, and bring exactly that back', async () => {
    const outer = await folder('outer')
    const inner = await folder('inner', outer.id)
    const before = await addAndSettle(test, 'before.pdf', await bytes(pagesPdf(1)))
    const within = await addAndSettle(test, 'within.pdf', await bytes(pagesPdf(2)))
    await test.core.documents.move(test.actor, [before.id, within.id], inner.id)
    await test.core.documents.remove(test.actor, [before.id])
    expect(await test.core.folders.remove(test.actor, outer.id)).toEqual({
      folderIds: expect.arrayContaining([outer.id, inner.id]),
      documentIds: [within.id],
    })
    expect(await names()).toEqual([])
    expect(await test.core.folders.list(test.actor)).toEqual([])
    await test.core.folders.restore(test.actor, outer.id)
    expect(await names()).toEqual(['within.pdf'])
    expect(await test.core.folders.list(test.actor)).toHaveLength(2)
  })

  it('give a document back at the top when they are gone themselves', async () => {
    const gone = await folder('gone')
    const document = await addAndSettle(test, 'a.pdf', await bytes(pagesPdf(1)))
    await test.core.documents.move(test.actor, [document.id], gone.id)
    await test.core.folders.remove(test.actor, gone.id)
    expect(await test.core.documents.restore(test.actor, [document.id])).toMatchObject([{ folderId: null }])
  })

  it('limit a search to what lies in them', async () => {
    const inside = await folder('inside')
    await addAndSettle(test, 'out.pdf', await bytes(textPdf(['Turbines outside.'])))
    const document = await addAndSettle(test, 'in.pdf', await bytes(textPdf(['Turbines inside.'])))
    await test.core.documents.move(test.actor, [document.id], inside.id)
    const found = await test.core.search(test.actor, { query: 'turbines', scope: { folderId: inside.id } })
    expect(found.map((result) => result.document.name)).toEqual(['in.pdf'])
  })

  // However folders are moved about, following parents always ends at the top.
  it('never come to lie within themselves', async () => {
    const ids = await Promise.all(['a', 'b', 'c', 'd'].map(async (name) => (await folder(name)).id))
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(3), fc.option(fc.nat(3))), { maxLength: 12 }),
        async (moves) => {
          for (const [child, parent] of moves) {
            const parentId = parent === null ? null : (ids[parent] ?? null)
            await test.core.folders.move(test.actor, ids[child] ?? '', parentId).catch((error: unknown) => {
              expect(error).toMatchObject({ code: 'conflict' })
            })
          }
          const parents = new Map(
            (await test.core.folders.list(test.actor)).map(({ id, parentId }) => [id, parentId]),
          )
          for (const id of ids) {
            let steps = 0
            for (let at: string | null = id; at !== null; at = parents.get(at) ?? null) {
              steps += 1
              expect(steps).toBeLessThanOrEqual(ids.length)
            }
          }
        },
      ),
      { numRuns: 20 },
    )
  })
})

it('tells a window what changes', async () => {
  const stop = new AbortController()
  const following = test.core.changes(test.actor, stop.signal)
  expect((await following.next()).value).toEqual({ type: 'ready' })
  const made = await folder('made')
  expect((await following.next()).value).toEqual({ type: 'folder', folder: made })
  await test.core.settings.set(test.actor, { theme: 'dark' })
  expect((await following.next()).value).toMatchObject({ type: 'settings', settings: { theme: 'dark' } })
  await following.return(undefined)
})
