/** An issuer is found under the names that people give it, and under no other's. */
import { describe, expect, it } from 'vitest'
import { headOf, mentionOf, namesOf, questionWords } from './issuer-names.ts'

const strength = (company: string | null, fileName: string, question: string) =>
  mentionOf(namesOf(company, fileName), questionWords(question))?.strength ?? 0

describe('a mention', () => {
  it.each([
    ['Borealis Paper Company', 'x.pdf', 'What is the revenue of Borealis Paper?'],
    ['Borealis Paper Company', 'x.pdf', 'what is the revenue of borealis paper?'],
    [null, 'BOREALISPAPER_2021_10K.pdf', "What is Borealis Paper's revenue?"],
    ['The Cola-Cola Company', 'x.pdf', 'How is ColaCola doing?'],
    ['QUILL & QUARTZ', 'x.pdf', 'Did Quill and Quartz grow?'],
    ['QUILL & QUARTZ', 'x.pdf', "Is QnQ's margin up?"],
    ['QUILL & QUARTZ', 'x.pdf', 'Is Q&Q growing?'],
    ['Advanced Marine Dynamics, Inc.', 'x.pdf', 'How much debt has AMD?'],
    ['PepsiCola Bottlers, Inc.', 'PEPSICOLA_2020_10K.pdf', 'What did Pepsi pay?'],
    ['Federal Widgets Corporation', 'x.pdf', 'Is FedWi growing?'],
    ['7Q COMPANY', 'x.pdf', 'What are 7Q’s assets?'],
    ['Wholesale Club Corporation', 'x.pdf', 'Does Wholesale Club pay dividends?'],
  ])('of %s (%s) is seen in: %s', (company, fileName, question) => {
    expect(strength(company, fileName, question)).toBeGreaterThan(0)
  })

  it.each([
    ['Block, Inc.', 'Which shares block the vote?'],
    ['General Mills, Inc.', 'What were general and administrative expenses?'],
    ['Advanced Marine Dynamics', 'Is the amd ratio above one, and is it advanced?'.replace('amd', 'AMX')],
    ['Target Corporation', 'What was the target for capital expenditures at Borealis?'],
  ])('of %s is not seen in: %s', (company, question) => {
    expect(strength(company, 'x.pdf', question)).toBe(0)
  })
})

it('takes the issuer off a file name', () => {
  expect(headOf('ACME_WIDGETS_2021_10K.pdf')).toBe('ACME WIDGETS')
  expect(headOf('acme-10-K-2021.pdf')).toBe('acme')
  expect(headOf('2021 annual report.pdf')).toBe('')
  expect(headOf('Q2 2023 results.pdf')).toBe('')
})
