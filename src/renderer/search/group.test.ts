/** Passages are shown under their documents without losing their order. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { SearchResult } from '../../contract/index.ts'
import { groupByDocument } from './group.ts'

const passage = (documentId: string, page: number): SearchResult => ({
  chunkId: `${documentId} ${page}`,
  document: { id: documentId, name: documentId },
  page,
  score: 1,
  text: '',
  snippet: { text: '', hits: [] },
  headingPath: [],
  rects: [],
})

it('puts the document of the best passage first', () => {
  const groups = groupByDocument([passage('b', 4), passage('a', 1), passage('b', 2)])
  expect(groups.map(({ document }) => document.id)).toEqual(['b', 'a'])
  expect(groups[0]?.passages.map(({ page }) => page)).toEqual([4, 2])
})

it('keeps every passage, each document once', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(9))), (places) => {
      const results = places.map(([id, page]) => passage(id, page))
      const groups = groupByDocument(results)
      expect(new Set(groups.map(({ document }) => document.id)).size).toBe(groups.length)
      expect(groups.flatMap(({ passages }) => passages)).toHaveLength(results.length)
    }),
  )
})
