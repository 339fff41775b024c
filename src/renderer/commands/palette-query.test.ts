/** The palette understands its prefixes, and finds names by any of their words. */
import { expect, it } from 'vitest'
import { fitting, readPage, readQuery } from './palette-query.ts'

it('reads the prefix as the kind that is wanted', () => {
  expect(readQuery('margin ')).toEqual({ kind: 'all', text: 'margin' })
  expect(readQuery('>theme')).toEqual({ kind: 'commands', text: 'theme' })
  expect(readQuery(' # 41')).toEqual({ kind: 'page', text: '41' })
  expect(readQuery('@lease')).toEqual({ kind: 'chats', text: 'lease' })
})

const find = (text: string, names: readonly string[], most = 9) => fitting(names, (name) => name, text, most)

it('finds a name by its words in any order and case, beginnings first', () => {
  expect(find('10-k nor', ['Annual Northmere', 'Northmere 10-K.pdf'])).toEqual(['Northmere 10-K.pdf'])
  expect(find('port', ['Export', 'Portfolio'])).toEqual(['Portfolio', 'Export'])
})

it('keeps the order of those that fit alike, and stops at the most wanted', () => {
  expect(find('', ['b', 'a', 'c'], 2)).toEqual(['b', 'a'])
})

it('finds a Persian name whichever keyboard wrote it', () => {
  expect(find('مالي', ['گزارش مالی'])).toEqual(['گزارش مالی'])
})

it('takes pages of the document only, in either digits', () => {
  expect(readPage('۱۲', 20)).toBe(12)
  expect(readPage('12', 11)).toBeNull()
  expect(readPage('0', 11)).toBeNull()
  expect(readPage('x', 11)).toBeNull()
})
