/** What of a model's citations reaches the reader: those whose words stand in the passage, and nothing else. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { makePassage } from '../../../test/stand-ins/passages.ts'
import type { Citation } from '../../contract/index.ts'
import { CitationStream, type CitedPart } from './citation-stream.ts'

const table = 'In millions\t2018\t2017\nNet sales\t$5,363\t$5,143\nCapital expenditures\t(1,577)\t(1,373)'
const passages = [
  makePassage(1, 'Net sales rose 5.3% to $5.4 bil-\nlion in 2018. The “Company” has [three] segments.'),
  makePassage(2, table),
  makePassage(3, 'سود خالص شركت در سال ۱۴۰۱ به ۲٬۵۰۰ میلیارد ریال رسید. هزینه‌ها كاهش یافت.'),
]

function run(...deltas: string[]): { text: string; citations: Citation[] } {
  const stream = new CitationStream(passages)
  const parts: CitedPart[] = [...deltas.flatMap((delta) => stream.write(delta)), ...stream.end()]
  return {
    text: parts.map((part) => (part.type === 'delta' ? part.text : '')).join(''),
    citations: parts.flatMap((part) => (part.type === 'citation' ? [part.citation] : [])),
  }
}

it('shows a citation once its quoted words were found, with the rectangles of just their lines', () => {
  const { text, citations } = run('Sales grew [2: "net sales | $5,363"].')
  expect(text).toBe('Sales grew [1].')
  expect(citations).toEqual([
    {
      n: 1,
      chunkId: passages[1]?.chunkId,
      documentId: passages[1]?.documentId,
      documentName: 'acme_2018.pdf',
      page: 2,
      quote: 'Net sales\t$5,363',
      rects: [{ page: 2, x: 72, y: 112, width: 300, height: 10 }],
    },
  ])
})

it.each([
  [
    'case, spaces and hyphenation',
    'x [1: "NET  sales rose 5.3% to $5.4 billion"]',
    'Net sales rose 5.3% to $5.4 bil-\nlion',
  ],
  ['quotation marks, even the same ones inside', 'x [1: "The "Company" has"]', 'The “Company” has'],
  ['brackets inside the quotation', 'x [1: "has [three] segments"]', 'has [three] segments'],
  ['mismatched quotation marks', 'x [1: “has [three] segments"]', 'has [three] segments'],
  ['a quotation without marks', 'x [1: net sales rose]', 'Net sales rose'],
  ['an ellipsis', 'x [1: "Net sales rose ... in 2018"]', 'Net sales rose … in 2018'],
  [
    'Arabic letters and digits for Persian ones',
    'x [۳: «سود خالص شرکت در سال 1401»]',
    'سود خالص شركت در سال ۱۴۰۱',
  ],
  ['joiners', 'x [3: "هزینهها کاهش"]', 'هزینه‌ها كاهش'],
])('forgives %s', (_, answer, quote) => {
  expect(run(answer).citations.map((citation) => citation.quote)).toEqual([quote])
})

it.each([
  ['words that are not there', 'Sales fell [1: "net sales fell 5.3%"].', 'Sales fell.'],
  ['words of another passage', 'Sales grew [1: "Capital expenditures"].', 'Sales grew.'],
  ['a part of a number', 'It was 577 [2: "577"].', 'It was 577.'],
  ['numbers run together', 'It was [2: "5,3635,143"]', 'It was'],
  ['a passage that does not exist', 'Sales grew [9: "net sales"].', 'Sales grew.'],
  ['an empty quotation', 'Sales grew [1: ""].', 'Sales grew.'],
  ['a word that says nothing', 'Sales grew [1: "in"].', 'Sales grew.'],
  ['an unfinished marker', 'Sales grew [1: "net sal', 'Sales grew'],
  ['an unfinished number', 'Sales grew [1', 'Sales grew'],
])('leaves out a citation of %s', (_, answer, expected) => {
  expect(run(answer)).toEqual({ text: expected, citations: [] })
})

it.each([
  ['Net sales rose 5.3% in 2018 [1].', 'Net sales rose 5.3% in 2018 [1].', [1]],
  ['Net sales rose 5.3% in 2018. [1]', 'Net sales rose 5.3% in 2018. [1]', [1]],
  ['Net sales rose 5.3% in 2018【1†source】.', 'Net sales rose 5.3% in 2018[1].', [1]],
  ['Net sales rose 5.3% in 2018 [passage 1].', 'Net sales rose 5.3% in 2018 [1].', [1]],
  ['Net sales were $5,363 in 2018 [1, 2].', 'Net sales were $5,363 in 2018 [1].', [1]],
  [
    'Capital expenditures were $1.6 billion in 2018 [1-2].',
    'Capital expenditures were $1.6 billion in 2018 [1].',
    [1],
  ],
  ['Net sales rose 5.9% in 2018 [1].', 'Net sales rose 5.9% in 2018.', []],
  ['In 2018 [1]. It was 5 [1].', 'In 2018. It was 5.', []],
  ['It was $5,363 [2].', 'It was $5,363 [1].', [1]],
  ['Litigation against the regulator was settled [1].', 'Litigation against the regulator was settled.', []],
  ['سود خالص شرکت به ۲۵۰۰ میلیارد رسید [۳].', 'سود خالص شرکت به ۲۵۰۰ میلیارد رسید [1].', [1]],
])('accepts a bare number only when the passage supports the sentence: %s', (answer, text, cited) => {
  const result = run(answer)
  expect(result.text).toBe(text)
  expect(result.citations.map(({ n }) => n)).toEqual(cited)
})

it('takes several quotations in one marker, each on its own', () => {
  const { text, citations } = run(
    'Both [1: "Net sales rose"; 2: "Net sales", "Capital expenditures"; 9: "x y"].',
  )
  expect(text).toBe('Both [1][2][2].')
  expect(citations.map(({ quote }) => quote)).toEqual(['Net sales rose', 'Net sales', 'Capital expenditures'])
})

it('leaves other brackets as they are', () => {
  const text = 'A [sic] and [see note] and [link](https://example.org), [x] a[i] [3 months] [.'
  expect(run(text)).toEqual({ text, citations: [] })
})

it('never makes a link of a citation', () => {
  expect(run('Net sales rose 5.3% in 2018 [1](http://evil.example)').text).toContain('[1] (http')
})

it('goes on after a marker whose quotation is never closed', () => {
  expect(run('A [1: "net sales rose\n\nSales grew [2: "Net sales"].').text).toBe(
    'A net sales rose\n\nSales grew [1].',
  )
  expect(run(`A [1: "${'x'.repeat(2_000)}] end`).text).toMatch(/x end$|end$/)
})

it('writes a quotation with its citation and without footnote marks that look like one', () => {
  const stream = new CitationStream(passages)
  const parts = [...stream.writeQuotation(1, 'has [1] segments', [{ start: 0, end: 9 }]), ...stream.end()]
  expect(parts).toMatchObject([
    { type: 'delta', text: '“has (1) segments”' },
    { type: 'delta', text: ' [1]' },
    { type: 'citation', citation: { n: 1, quote: 'Net sales' } },
  ])
})

const fragment = fc.oneof(
  fc.constantFrom(
    ...[
      'Net sales rose 5.3% in 2018',
      ' ',
      '. ',
      '\n\n',
      '[',
      ']',
      '[1]',
      '[2]',
      '[1, 2]',
      '【1】',
      '[1: "',
      '"]',
      '"',
    ],
    ...[
      '[1: "Net sales rose"]',
      '[2: "Net sales"; 1: "in 2018"]',
      '[9: "x"]',
      '[1: "made up words"]',
      '[1: “',
      '”]',
    ],
    ...[
      '[۳: «سود خالص»]',
      '1',
      ':',
      ',',
      '-',
      '(',
      ')',
      '[passage ',
      'Capital expenditures\t(1,577)',
      '😀',
      '†',
      '【',
      '】',
    ],
  ),
  fc.string({ maxLength: 6 }),
)
const answer = fc.array(fragment, { maxLength: 14 }).map((parts) => parts.join(''))
const cuts = fc.array(fc.nat(200), { maxLength: 30 })

it('gives the same text and citations however the answer is cut into deltas', () => {
  fc.assert(
    fc.property(answer, cuts, (text, at) => {
      const points = [...new Set([0, ...at.filter((point) => point < text.length), text.length])].sort(
        (a, b) => a - b,
      )
      const deltas = points.slice(1).map((point, index) => text.slice(points[index], point))
      expect(run(...deltas)).toEqual(run(text))
    }),
    { numRuns: 2_000 },
  )
})

it('lets no marker through that has no citation: the k-th marker of the text is the k-th citation', () => {
  fc.assert(
    fc.property(answer, (text) => {
      const result = run(text)
      const shown = [...result.text.matchAll(/[[【]\s*(\p{Nd}{1,4})\s*[^\][【】]*[\]】]/gu)].map(
        ([marker]) => marker,
      )
      expect(shown.filter((marker) => /^[[【]\s*\p{Nd}+\s*[\]】:;,]/u.test(marker))).toEqual(
        result.citations.map(({ n }) => `[${n}]`),
      )
    }),
    { numRuns: 5_000 },
  )
})

it('cites only words that stand in the passage', () => {
  fc.assert(
    fc.property(answer, (text) => {
      for (const { chunkId, quote } of run(text).citations) {
        const cited = passages.find((passage) => passage.chunkId === chunkId)
        for (const piece of quote.split(' … ')) expect(cited?.text).toContain(piece)
      }
    }),
    { numRuns: 500 },
  )
})
