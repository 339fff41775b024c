/** What a document is, from its cover and its file's name — and nothing where neither says. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { identify } from './identify.ts'

const cover = (form: string, period: string, name: string) =>
  [
    'UNITED STATES',
    'SECURITIES AND EXCHANGE COMMISSION',
    'Washington, D.C. 20549',
    `FORM ${form}`,
    '☒ REPORT PURSUANT TO SECTION 13 OR 15(d) OF THE SECURITIES EXCHANGE ACT OF 1934',
    period,
    '☐ TRANSITION REPORT PURSUANT TO SECTION 13 OR 15(d)',
    'For the transition period from ____ to ____',
    'Commission file number 1-99999',
    name,
    '(Exact name of registrant as specified in its charter)',
    'Delaware\t12-3456789',
  ].join('\n')
const of = (fileName: string, ...firstPages: string[]) => identify({ fileName, title: null, firstPages })

describe('a filing', () => {
  it('is known by its cover', () => {
    const page = cover('10-K', 'For the fiscal year ended May 31, 2018', 'Borealis Paper, Inc .')
    expect(of('scan0001.pdf', page)).toEqual({
      title: null,
      company: 'Borealis Paper, Inc.',
      form: '10-K',
      fiscalYear: 2018,
      fiscalQuarter: null,
      periodEnd: '2018-05-31',
    })
  })

  it('has a fiscal quarter by its own calendar', () => {
    const page = cover('10-Q', 'For the quarterly period ended December 31, 2022', 'BOREALIS PAPER PLC')
    const statement = 'Three and Six Months Ended December 31, 2022\nSix Months Ended December 31'
    expect(of('x.pdf', page, statement)).toMatchObject({ form: '10-Q', fiscalYear: 2023, fiscalQuarter: 2 })
  })

  it('ending in January belongs to the year that its own words say', () => {
    const page = cover('10-K', 'For the fiscal year ended January 28, 2023', 'Borealis Stores, Inc.')
    expect(of('x.pdf', page, 'In fiscal 2022 we opened stores. Fiscal 2022 had 52 weeks.').fiscalYear).toBe(
      2022,
    )
    expect(of('x.pdf', page, 'In fiscal 2023 we opened stores. Fiscal 2023 had 52 weeks.').fiscalYear).toBe(
      2023,
    )
  })

  it('keeps "The" and an ampersand in its name', () => {
    const period = 'For the fiscal year ended December 31, 2020'
    expect(of('x.pdf', cover('10-K', period, 'THE QUILL COMPANY')).company).toBe('THE QUILL COMPANY')
    expect(of('x.pdf', cover('10-K', period, 'QUILL & QUARTZ')).company).toBe('QUILL & QUARTZ')
    expect(of('x.pdf', cover('10-K', period, '7Q COMPANY')).company).toBe('7Q COMPANY')
  })

  it('is an 8-K by the date of its event', () => {
    const page = cover(
      '8-K',
      'Date of Report (Date of earliest event reported): May 18, 2022',
      'Borealis, Inc.',
    )
    expect(of('x.pdf', page)).toMatchObject({ form: '8-K', fiscalYear: 2022, periodEnd: '2022-05-18' })
  })
})

describe('a file name', () => {
  it.each([
    ['BOREALIS_2023Q2_10Q.pdf', { form: '10-Q', fiscalYear: 2023, fiscalQuarter: 2 }],
    ['borealis-10-K-2021.pdf', { form: '10-K', fiscalYear: 2021, fiscalQuarter: null }],
    ['Borealis FY22 annual report.pdf', { form: 'annual report', fiscalYear: 2022 }],
    ['BOREALIS_2022Q4_EARNINGS.pdf', { form: 'earnings release', fiscalYear: 2022, fiscalQuarter: 4 }],
    ['BOREALIS_2022_8K_dated-2022-05-20.pdf', { form: '8-K', fiscalYear: 2022, periodEnd: '2022-05-20' }],
  ])('tells form and period: %s', (fileName, expected) => {
    expect(of(fileName, 'Nothing to see.')).toMatchObject(expected)
  })
})

describe('where nothing says what it is', () => {
  it('invents nothing', () => {
    const nothing = {
      title: null,
      company: null,
      form: null,
      fiscalYear: null,
      fiscalQuarter: null,
      periodEnd: null,
    }
    expect(of('scan.pdf')).toEqual(nothing)
    expect(of('holiday photos.pdf', 'A letter to my aunt about the sea.')).toEqual(nothing)
  })

  it('leaves out a title that names a tool or the file', () => {
    const title = (text: string) => identify({ fileName: 'a report.pdf', title: text, firstPages: [] }).title
    expect(title('Microsoft Word - draft.docx')).toBeNull()
    expect(title('a report')).toBeNull()
    expect(title('Borealis at a Glance')).toBe('Borealis at a Glance')
  })

  it('survives any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string({ unit: 'binary' })), (fileName, firstPages) => {
        identify({ fileName, title: null, firstPages })
      }),
    )
  })
})

it('knows a Persian annual report', () => {
  expect(of('گزارش.pdf', 'شرکت کاغذسازی شمال (سهامی عام)\nگزارش سالانه')).toMatchObject({
    company: 'شرکت کاغذسازی شمال',
    form: 'annual report',
  })
})
