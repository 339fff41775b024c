/** Which words of the passages answer a question by themselves. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { makePassage } from '../../../test/stand-ins/passages.ts'
import type { CitedPart } from './citation-stream.ts'
import { CitationStream } from './citation-stream.ts'
import { quotationsFor } from './extractive.ts'
import { quoteAnswer } from './quote-answer.ts'

const passages = [
  makePassage(
    1,
    [
      '# CONSOLIDATED STATEMENTS OF CASH FLOWS',
      '(in millions)\t\t',
      'Years ended December 31,\t2018\t2017',
      'Net income\t$5,349\t$4,858',
      'Purchases of property, plant and equipment\t(1,577)\t(1,373)',
      'Dividends paid\t(3,193)\t(2,803)',
    ].join('\n'),
  ),
  makePassage(
    2,
    'Capital spending of Acme Inc. rose in the U.S. in 2018. It was driven by new plants. Weather was mild.',
  ),
  makePassage(3, 'The Board declared dividends of $1.20 a share in 2018. Employees number 93,516 worldwide.'),
]

const quoted = (...given: Parameters<typeof quotationsFor>) => quotationsFor(...given).quotations

it('quotes a table row with its column headings and its unit of measure', () => {
  const [first] = quoted(
    'How much did Acme spend on purchases of property, plant and equipment in 2018?',
    passages,
  )
  expect(first).toMatchObject({
    n: 1,
    text: '(in millions) — Years ended December 31, | 2018 | 2017 — Purchases of property, plant and equipment | (1,577) | (1,373)',
  })
})

it('quotes whole sentences and not those beside the question', () => {
  const texts = quoted('Why did capital spending rise in 2018?', passages).map(({ text }) => text)
  expect(texts[0]).toBe('Capital spending of Acme Inc. rose in the U.S. in 2018.')
  expect(texts.join()).not.toContain('Weather')
})

it('takes both the row and the sentence about the same subject', () => {
  const numbers = quoted('What dividends were paid or declared in 2018?', passages).map(({ n }) => n)
  expect(new Set(numbers.slice(0, 2))).toEqual(new Set([1, 3]))
})

it('answers a Persian question from Persian sentences, whichever letters they use', () => {
  const persian = [makePassage(1, 'سود خالص شركت ۲٬۵۰۰ میلیارد ريال بود. کارخانه در اصفهان است.')]
  expect(quoted('سود خالص شرکت چقدر بود؟', persian)[0]?.text).toBe('سود خالص شركت ۲٬۵۰۰ میلیارد ريال بود.')
})

it('finds nothing where no word of the question occurs', () => {
  expect(quoted('Who audits the pension fund?', passages)).toEqual([])
  expect(quoted('Who?', passages)).toEqual([])
})

it('quotes at most six, no text twice, each from where it says', () => {
  const line = fc.constantFrom(
    'Net sales rose in 2018.',
    'Net sales\t1\t2',
    '# Net sales',
    'Costs fell. Net sales fell.',
    '2018\t2017',
  )
  const made = fc
    .array(fc.array(line, { minLength: 1, maxLength: 8 }), { maxLength: 12 })
    .map((sources) => sources.map((lines, index) => makePassage(index + 1, lines.join('\n'))))
  fc.assert(
    fc.property(made, (given) => {
      const quotations = quoted('net sales 2018', given)
      expect(quotations.length).toBeLessThanOrEqual(6)
      const quotes = quotations.map(({ n, spans }) => {
        const last = spans.at(-1)
        return given[n - 1]?.text.slice(last?.start, last?.end)
      })
      expect(new Set(quotes).size).toBe(quotations.length)
      for (const [index, quote] of quotes.entries()) {
        expect(quotations[index]?.text.replaceAll(' | ', '\t')).toContain(quote?.replaceAll('\n', ' '))
      }
    }),
  )
})

async function collect(question: string, language: 'en' | 'fa', signal = new AbortController().signal) {
  const parts: CitedPart[] = []
  const citations = new CitationStream(passages)
  for await (const part of quoteAnswer(question, passages, citations, language, signal)) parts.push(part)
  parts.push(...citations.end())
  return parts
}

it('says that it quotes, and cites every quotation', async () => {
  const parts = await collect('How did capital spending develop in 2018?', 'en')
  const text = parts.map((part) => (part.type === 'delta' ? part.text : '')).join('')
  const [introduction, ...quotations] = text.split('\n').filter((line) => line !== '')
  expect(introduction).toContain('quotations from the documents')
  for (const quotation of quotations)
    expect(quotation).toMatch(/^- (?:“.+”|.+, 2018: .+ \(in millions\)) \[\d\]$/)
  expect(parts.filter(({ type }) => type === 'citation')).toHaveLength(quotations.length)
})

it('names the nearest pages when there is nothing to quote', async () => {
  const parts = await collect('حسابرس کیست؟', 'fa')
  const text = parts.map((part) => (part.type === 'delta' ? part.text : '')).join('')
  expect(text).toContain('acme_2018.pdf، صفحهٔ 1'.replace('،', ','))
})

it('stops between two quotations when aborted', async () => {
  await expect(collect('capital spending', 'en', AbortSignal.abort())).rejects.toMatchObject({
    code: 'cancelled',
  })
})
