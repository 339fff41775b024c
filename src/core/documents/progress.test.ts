/** What windows are told of a document must end with how it really is. */
import { v7 as uuidv7 } from 'uuid'
import { expect, it } from 'vitest'
import type { Change, Document } from '../../contract/index.ts'
import { createChanges, createLocalPubSub } from '../changes/index.ts'
import { type DocumentChange, Progress } from './progress.ts'

const changes = () => createChanges({ pubSub: createLocalPubSub() })
const actor = { tenantId: uuidv7(), userId: uuidv7() }
const document: Document = {
  ...{
    id: uuidv7(),
    name: 'a.pdf',
    sha256: 'a'.repeat(64),
    bytes: 1,
    pageCount: 1,
    pagesWithoutText: [],
    status: 'extracting',
  },
  ...{
    pagesDone: 0,
    error: null,
    folderId: null,
    tags: [],
    createdAt: '2026-01-01T00:00:00Z',
    updatedAt: '2026-01-01T00:00:00Z',
  },
  identity: {
    title: null,
    company: null,
    form: null,
    fiscalYear: null,
    fiscalQuarter: null,
    periodEnd: null,
  },
}

it('does not bring a removed document back by what its work still finished', () => {
  const told: Change[] = []
  const progress = new Progress({ ...changes(), publish: (_, change) => void told.push(change) })
  const work = new AbortController()
  const ofWork = progress.until(work.signal)
  ofWork.emit(actor, document)
  work.abort()
  progress.remove(actor, document.id)
  ofWork.emit(actor, document)
  expect(told.map(({ type }) => type)).toEqual(['document', 'document_removed'])
})

it('tells the listeners of its tenant until they stop', async () => {
  const heard: DocumentChange[] = []
  const progress = new Progress(changes())
  const stop = await progress.listen(actor, (change) => heard.push(change))
  progress.emit({ ...actor, tenantId: uuidv7() }, document)
  progress.emit(actor, document, 20)
  stop()
  progress.emit(actor, document)
  expect(heard).toEqual([{ type: 'document', document, pagesPerSecond: 20 }])
})
