/** How a question is completed from those before it, without a model. */
import { expect, it } from 'vitest'
import { standalone } from './follow-up.ts'

const first = "What was Acme's capital expenditure in FY2018?"

it.each([
  ['and in 2017?', "What was Acme's capital expenditure in 2017"],
  ['What about Globex?', 'What was capital expenditure in FY2018 Globex'],
  ['And its net income?', "What was Acme's in FY2018 net income"],
  ['And its EBITDA?', "What was Acme's in FY2018 EBITDA"],
  ['How about R&D?', "What was Acme's in FY2018 R&D"],
  ['Is it in the 10-K?', "What was Acme's capital expenditure in FY2018 10-K"],
  ['What drove the change?', "What was Acme's capital expenditure in FY2018 drove change"],
  ['Is that higher than in 2016?', "What was Acme's capital expenditure in FY2018 higher 2016"],
])('completes “%s” with what it leaves out', (question, expected) => {
  expect(standalone(question, [first])).toBe(expected)
})

it('goes through the follow-ups before it', () => {
  expect(standalone('and 2016?', [first, 'and in 2017?', 'what about Globex?'])).toBe(
    'What was capital expenditure in Globex 2016',
  )
})

it.each([
  'Did Initech pay any dividends in 2019?',
  'What is the total debt of Globex as of 2020?',
  'درآمد عملیاتی شرکت فولاد در پایان سال ۱۴۰۰ نسبت به بودجه چقدر بود؟',
])('leaves a question that stands alone as it is: %s', (question) => {
  expect(standalone(question, [first])).toBe(question)
  expect(standalone(question, [])).toBe(question)
})

it('replaces the year of a Persian question', () => {
  expect(standalone('و در سال ۱۳۹۹؟', ['درآمد شرکت فولاد در سال ۱۴۰۰ چقدر بود؟'])).toBe(
    'درآمد شرکت فولاد در سال چقدر بود ۱۳۹۹',
  )
})
