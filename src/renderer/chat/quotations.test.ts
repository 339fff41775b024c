/** An extractive answer in its parts. */
import { expect, it } from 'vitest'
import { quotationsOf } from './quotations.ts'

it('takes the introduction and the quotations apart, each with its citation', () => {
  expect(quotationsOf('These are quotations.\n\n- “Net sales rose.” [2]\n- “Costs fell.” [1]')).toEqual({
    introduction: 'These are quotations.',
    quotations: [
      { text: 'Net sales rose.', k: 0 },
      { text: 'Costs fell.', k: 1 },
    ],
  })
})

it('shows a quotation whose citation has not come yet', () => {
  expect(quotationsOf('Quotations.\n\n- “Net sales').quotations).toEqual([{ text: '“Net sales', k: null }])
})

it('lists the nearest pages without numbers', () => {
  expect(quotationsOf('Nothing to quote. Nearest:\n- Report.pdf, page 3')).toEqual({
    introduction: 'Nothing to quote. Nearest:',
    quotations: [{ text: 'Report.pdf, page 3', k: null }],
  })
})
