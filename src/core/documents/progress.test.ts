/** What windows are told of a document must end with how it really is. */
import { expect, it } from 'vitest'
import type { Change, Document } from '../../contract/index.ts'
import { type DocumentChange, Progress } from './progress.ts'

const actor = { tenantId: 'here', userId: 'me' }
const document: Document = {
  ...{
    id: 'a',
    name: 'a.pdf',
    sha256: '',
    bytes: 1,
    pageCount: 1,
    pagesWithoutText: [],
    status: 'extracting',
  },
  ...{ pagesDone: 0, error: null, folderId: null, createdAt: '', updatedAt: '' },
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
  const progress = new Progress((_, change) => told.push(change))
  const work = new AbortController()
  const ofWork = progress.until(work.signal)
  ofWork.emit(actor, document)
  work.abort()
  progress.remove(actor, document.id)
  ofWork.emit(actor, document)
  expect(told.map(({ type }) => type)).toEqual(['document', 'document_removed'])
})

it('tells the listeners of its tenant until they stop', () => {
  const heard: DocumentChange[] = []
  const progress = new Progress()
  const stop = progress.listen(actor, (change) => heard.push(change))
  progress.emit({ ...actor, tenantId: 'there' }, document)
  progress.emit(actor, document, 20)
  stop()
  progress.emit(actor, document)
  expect(heard).toEqual([{ type: 'document', document, pagesPerSecond: 20 }])
})
