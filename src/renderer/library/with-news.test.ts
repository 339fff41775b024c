/** A list that was under way takes nothing back that was heard meanwhile. */
import { expect, it } from 'vitest'
import { withNews } from './with-news.ts'

it('keeps what changed, came and went while a list was under way', () => {
  const before = new Map([
    ['changed', 'old'],
    ['gone', 'old'],
    ['same', 'old'],
  ])
  const now = new Map([
    ['changed', 'new'],
    ['came', 'new'],
    ['same', 'old'],
  ])
  const listed = new Map([...before, ['same', 'listed'], ['other', 'listed']])
  expect(Object.fromEntries(withNews(listed, before, now))).toEqual({
    changed: 'new',
    came: 'new',
    same: 'listed',
    other: 'listed',
  })
})
