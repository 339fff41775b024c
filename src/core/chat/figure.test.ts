/** Which value of a table row answers for which period, and in which unit. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { figuresOf } from './figure.ts'
import type { Unit } from './sentences.ts'

const unit = (text: string, kind: Unit['kind'] = 'row'): Unit => ({ kind, text, start: 0, end: text.length })
const periods = unit('Years ended December 31,\t2018\t2017\t2016')
const millions = unit('(in millions, except per share amounts)')

it('finds the value of the year asked for, with its column and unit', () => {
  const row = unit('Purchases of property, plant and equipment\t(1,577)\t(1,373)\t(1,420)')
  expect(figuresOf(row, [millions, periods], [2017])).toEqual([
    {
      label: 'Purchases of property, plant and equipment',
      column: '2017',
      value: '(1,373)',
      unit: 'in millions',
    },
  ])
})

it('gives both years of a comparison, the later first, and the latest where none is asked for', () => {
  const row = unit('Net sales\t$\t32,765\t$\t31,657\t$\t30,109')
  const values = (years: number[]) => figuresOf(row, [periods], years).map(({ value }) => value)
  expect(values([2016, 2018])).toEqual(['$32,765', '$30,109'])
  expect(values([])).toEqual(['$32,765'])
  expect(values([2009])).toEqual([])
})

it('gives a rate and an amount a share no unit of the table’s', () => {
  const unitOf = (text: string) => figuresOf(unit(text), [millions, periods], [2018])[0]?.unit
  expect(unitOf('Effective tax rate\t21.2%\t22.3%\t28.3%')).toBeNull()
  expect(unitOf('Diluted earnings per share\t8.89\t7.93\t8.16')).toBeNull()
})

it('reads a Persian table', () => {
  const headings = [unit('(میلیون ریال)'), unit('شرح\t۱۴۰۲\t۱۴۰۱')]
  expect(figuresOf(unit('سود خالص\t۲٬۵۰۰\t۱٬۹۰۰'), headings, [1401])).toEqual([
    { label: 'سود خالص', column: '۱۴۰۱', value: '۱٬۹۰۰', unit: 'میلیون ریال' },
  ])
})

it('says nothing where the columns cannot be told apart', () => {
  expect(figuresOf(unit('Net sales\t1\t2'), [periods], [2018])).toEqual([])
  expect(
    figuresOf(unit('Net sales\t1\t2\t3\t4'), [unit('Three months\t2018\t2017\t2018\t2017')], [2018]),
  ).toEqual([])
  expect(figuresOf(unit('Net sales\trose\tfell\tstayed'), [periods], [2018])).toEqual([])
  expect(figuresOf(unit('Net sales\t1\t2\t3'), [], [2018])).toEqual([])
})

it('gives only what stands in the row', () => {
  const cell = fc.constantFrom('$', '(1,577)', '5.3%', '—', 'n/a', '12', '%', ' ')
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 6 }), fc.constantFrom(2016, 2017, 2018), (cells, year) => {
      for (const { label, value } of figuresOf(unit(['Label', ...cells].join('\t')), [periods], [year])) {
        expect(label).toBe('Label')
        const amount = value.replace(/[$%]/g, '')
        expect(cells.some((text) => text.replace(/[$%]/g, '') === amount)).toBe(true)
      }
    }),
  )
})
