/** Pages that hold a primary statement, and pages that only point elsewhere, are told from the rest. */
import { expect, it } from 'vitest'
import { annualReport } from '../../../test/services/library.ts'
import { boilerplateScore } from './boilerplate.ts'
import { STATEMENT_SCALE, statementScores, statementsNamed } from './statements.ts'

const pages = annualReport('Borealis Paper', 2021, 3).map((page) => [page].flat().join('\n'))

it('knows each statement by its title and lines', () => {
  const scores = pages.map((page) => statementScores(page))
  expect(scores.map(([balance]) => balance > STATEMENT_SCALE / 2)).toEqual([false, false, false, true, false])
  expect(scores.map(([, income]) => income > STATEMENT_SCALE / 2)).toEqual([false, false, true, false, false])
  expect(scores.map(([, , cash]) => cash > STATEMENT_SCALE / 2)).toEqual([false, false, false, false, true])
})

it('knows them with spaces lost and letters spaced', () => {
  for (const page of pages.slice(2)) {
    const spaceless = page.replace(/(?<=\p{L}) (?=\p{L})/gu, '')
    const spaced = page.replace(/ (?=\p{L})/gu, '  ').replace(/s\b/gu, ' s')
    expect(Math.max(...statementScores(spaceless))).toBeGreaterThan(STATEMENT_SCALE / 2)
    expect(Math.max(...statementScores(spaced))).toBeGreaterThan(STATEMENT_SCALE / 2)
  }
})

it('takes no running text for a statement', () => {
  const prose = `Our consolidated balance sheets show total assets, total liabilities, current assets, current liabilities,
    retained earnings and accounts payable, which we discuss in Note 3 on page 12.`
  expect(statementScores(prose)[0]).toBeLessThan(STATEMENT_SCALE / 3)
})

it.each([
  ['using the balance sheet', ['balance']],
  ['from the statement of cash flows and the p&l', ['income', 'cash']],
  ['what is the cash balance', []],
])('reads which statement is named: %s', (question, named) => {
  expect(statementsNamed(question)).toEqual(named)
})

it('marks a table of contents down, and no other page', () => {
  const contents =
    'Item 1. Business\t4\nItem 1A. Risk Factors ..... 9\nNotes . . . . . . F-12\nItem 7. Discussion\t31'
  expect(boilerplateScore(contents)).toBe(3)
  for (const page of pages) expect(boilerplateScore(page)).toBe(0)
})

it('judges hostile text in no time', () => {
  const hostile = [
    '.'.repeat(200_000),
    `item ${'. '.repeat(100_000)}x`,
    '1.1('.repeat(50_000),
    ' \t'.repeat(100_000),
  ]
  for (const text of hostile) expect(boilerplateScore(text) + statementScores(text)[0]).toBeLessThan(20)
})
