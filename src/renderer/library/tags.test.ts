/** Tags of several documents together. */
import { expect, it } from 'vitest'
import { commonTags, tagsInUse, withChange } from './tags.ts'

it('are in common where every document has them', () => {
  expect(commonTags([{ tags: ['a', 'b', 'c'] }, { tags: ['c', 'a'] }])).toEqual(['a', 'c'])
  expect(commonTags([])).toEqual([])
})

it('are offered once each, the most used first', () => {
  expect(tagsInUse([{ tags: ['b', 'a'] }, { tags: ['a'] }, { tags: ['c'] }])).toEqual(['a', 'b', 'c'])
})

it('are added once and taken off without a trace', () => {
  expect(withChange(['a'], { add: ['a', 'b'] })).toEqual(['a', 'b'])
  expect(withChange(['a', 'b'], { remove: ['a', 'x'] })).toEqual(['b'])
})
