/** Text becomes the same terms however it is spelled, punctuated or typed. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { analyze } from './analyze.ts'
import { normalize } from './normalize.ts'

const terms = (text: string) => analyze(text).flatMap((token) => token.terms)

describe('normalize', () => {
  it('changes nothing when it is applied again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => normalize(normalize(text)) === normalize(text)),
    )
  })

  it('reads Arabic letters and digits as Persian and ASCII ones', () => {
    expect(normalize('كتابي ۱۲۳٬۴۵۶ ٪')).toBe(normalize('کتابی 123,456 %'))
  })

  it('resolves ligatures and presentation forms', () => {
    expect(normalize('ﬁnance')).toBe('finance')
    expect(normalize('ﻛﺘﺎﺏ')).toBe('کتاب')
  })
})

describe('numbers', () => {
  it('are the same with and without separators', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000_000 }), (value) => {
        expect(terms(value.toLocaleString('en-US'))).toEqual([String(value)])
      }),
    )
  })

  it('in parentheses are found by the plain, the negative and the parenthesised number', () => {
    const indexed = terms('net cash used (1,577) in')
    for (const query of ['1577', '1,577', '(1,577)', '-1,577', '−1577']) {
      expect(terms(query).filter((term) => indexed.includes(term))).not.toEqual([])
    }
    expect(indexed).toContain('-1577')
  })

  it('of a span of years are no negatives', () => {
    expect(terms('2019-2020 and 2019–2020')).toEqual(['2019', '2020', '2019', '2020'])
  })

  it('meet over scale words, percent signs and trailing zeros', () => {
    expect(terms('$5.30 billion')).toContain('5300000000')
    expect(terms('5,300 million')).toContain('5300000000')
    expect(terms('5.10%')).toContain('5.1%')
    expect(terms('5.1 percent')).toContain('5.1%')
  })
})

describe('words', () => {
  it('meet over inflection and possession', () => {
    expect(terms("the company's expenditures")).toEqual(terms('Company expenditure'))
  })

  it('keep short codes whole', () => {
    expect(terms('R&D, PP&E and the 10-K of 5G in the U.S.')).toEqual(['r&d', 'pp&e', '10k', '5g', 'us'])
  })

  it('read every way to write a fiscal year and a quarter', () => {
    for (const written of ['FY2018', 'FY18', 'FY 2018', "FY'18", 'fiscal 2018'])
      expect(terms(written)).toContain('2018')
    for (const written of ['Q2 2023', "Q2'23", '2Q23', 'Q22023'])
      expect(terms(written)).toEqual(['q2', '2023'])
  })

  it('never take long on hostile text', () => {
    expect(terms('a'.repeat(100_000))).toEqual([])
    expect(terms('('.repeat(100_000))).toEqual([])
    for (const unit of ['1', '1-', 'a&', 'a.', '1,', '%(', "a's ", 'FY', 'Q1'])
      analyze(`${unit.repeat(50_000)}a`)
  })
})

describe('Persian', () => {
  it('meets over half-spaces, spaces and joined spelling', () => {
    for (const written of ['می‌خرد', 'میخرد', 'می خرد']) expect(terms(written)).toEqual(terms('میخرد'))
    for (const written of ['دارایی‌ها', 'داراییها', 'دارایی ها', 'دارایی‌های', 'دارايي‌هاي']) {
      expect(terms(written)).toEqual(terms('دارایی'))
    }
  })

  it('finds a compound by its parts as well', () => {
    expect(terms('نرم‌افزار')).toEqual(['نرمافزار', 'نرم', 'افزار'])
    expect(terms('شرکت‌هایشان')).toEqual(['شرکت'])
  })

  it('leaves out function words', () => {
    expect(terms('سود خالص شرکت در سال ۱۴۰۲ چه بود')).not.toContain('در')
    for (const written of ['می‌شود', 'میشود', 'می شود', 'نمی‌شود']) expect(terms(written)).toEqual([])
  })
})
