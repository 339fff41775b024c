/** Invariant: every document is drawn exactly once while all folders are open, whatever the folders are. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Document, Folder } from '../../contract/index.ts'
import { idOf, rowsOf } from './tree.ts'

const document = (id: string, folderId: string | null, name = `${id}.pdf`): Document => ({
  ...{ id, name, folderId, sha256: '', bytes: 1, pageCount: 1, pagesWithoutText: [], status: 'ready' },
  ...{ pagesDone: 1, error: null, tags: [], createdAt: '', updatedAt: '' },
  identity: {
    title: null,
    company: null,
    form: null,
    fiscalYear: null,
    fiscalQuarter: null,
    periodEnd: null,
  },
})
const folder = (id: string, parentId: string | null): Folder => ({ id, parentId, name: id, createdAt: '' })
const byId = <T extends { id: string }>(items: T[]) => new Map(items.map((item) => [item.id, item]))
const open = { closed: new Set<string>(), text: '', filter: 'all' } as const

describe('the rows of the library', () => {
  it('hold every document once, those of missing folders at the top', () => {
    const folders = byId([folder('a', null), folder('b', 'a'), folder('c', 'gone')])
    const place = fc.constantFrom(null, 'a', 'b', 'c', 'gone')
    fc.assert(
      fc.property(fc.array(place, { maxLength: 20 }), (places) => {
        const documents = byId(places.map((folderId, index) => document(`d${index}`, folderId)))
        const rows = rowsOf({ documents, folders, ...open })
        const shown = rows.filter(({ type }) => type === 'document').map(idOf)
        expect(shown.sort()).toEqual([...documents.keys()].sort())
      }),
    )
  })

  it('hide what a closed folder holds, and count it', () => {
    const folders = byId([folder('a', null), folder('b', 'a')])
    const documents = byId([document('x', 'a'), document('y', 'b')])
    const rows = rowsOf({ documents, folders, ...open, closed: new Set(['a']) })
    expect(rows).toMatchObject([{ type: 'folder', count: 2, open: false }])
  })

  it('open the folders of what the filter finds', () => {
    const folders = byId([folder('a', null), folder('b', null)])
    const documents = byId([document('x', 'a', 'Annual report.pdf'), document('y', 'b', 'Other.pdf')])
    const rows = rowsOf({ documents, folders, ...open, closed: new Set(['a']), text: 'REPORT annual' })
    expect(rows.map(idOf)).toEqual(['a', 'x'])
  })

  it('are found by their tags as by their names, and by both together', () => {
    const tagged = { ...document('x', null, 'Report.pdf'), tags: ['To be read', 'Filing'] }
    const documents = byId([tagged, document('y', null, 'Filing.pdf')])
    const found = (text: string) => rowsOf({ documents, folders: new Map(), ...open, text }).map(idOf)
    expect(found('filing')).toEqual(['y', 'x'])
    expect(found('report filing')).toEqual(['x'])
    expect(found('nothing')).toEqual([])
  })
})
