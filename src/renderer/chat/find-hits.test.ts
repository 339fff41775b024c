/** Words are found in a chat as they are read. */
import { expect, it } from 'vitest'
import { pendingAnswer, pendingQuestion } from './answering.ts'
import { findHits, offsetsOf } from './find-hits.ts'

const question = { ...pendingQuestion('c', 'What drove Net Sales?'), id: 'q' }
const answer = { ...pendingAnswer('c'), id: 'a', content: 'Net **sales** rose [1]. سود شركت رشد كرد.' }

it('finds messages whatever the case, the marks and the letter forms', () => {
  expect(findHits([question, answer], 'net sales')).toEqual(['q', 'a'])
  expect(findHits([question, answer], 'rose .')).toEqual(['a'])
  expect(findHits([question, answer], 'شرکت')).toEqual(['a'])
  expect(findHits([question, answer], '  ')).toEqual([])
})

it('says where, in the text as it stands', () => {
  expect(offsetsOf('Sales, net sales', 'sales')).toEqual([0, 11])
  expect(offsetsOf('Sales', '')).toEqual([])
})
