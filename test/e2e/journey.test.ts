/** The analyst's day: add a report, ask, and see the cited lines on the page; in the desktop app and in local web mode. */

import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { annualReportPdf, encryptedPdf, textPdf } from '../fixtures/pdf.ts'
import { ask, dropFiles, isMarkInView, markedText, opened, ready, row } from './actions.ts'
import { launchDesktop } from './launch-desktop.ts'
import { launchWeb } from './launch-web.ts'

const shells = [
  { name: 'the desktop app', launch: () => launchDesktop() },
  { name: 'local web mode', launch: () => launchWeb() },
] as const

describe.skipIf(inject('chromium') === null).each(shells)('in $name', ({ launch }) => {
  let window: Awaited<ReturnType<typeof launchDesktop>> | Awaited<ReturnType<typeof launchWeb>>
  let page: Page
  let report: Uint8Array
  beforeAll(async () => {
    report = await annualReportPdf()
    window = await launch()
    page = window.page
    await opened(page)
  })
  afterAll(() => window?.close())

  it('begins with a place to drop PDFs, and no sign-in', async () => {
    await page.getByRole('heading', { name: 'Drop PDFs here' }).waitFor()
    expect(await page.getByRole('button', { name: 'Open the sample report' }).isEnabled()).toBe(true)
  })

  it('adds a dropped report and lists its pages', async () => {
    await dropFiles(page, [{ name: 'Annual report.pdf', bytes: report }])
    await ready(page, 'Annual report', 2)
  })

  it('answers by quoting, and says that no model wrote it', async () => {
    await ask(page, 'Why did revenue grow?')
    const answer = page.getByRole('region', { name: 'Quoted, not written' })
    expect(await answer.textContent()).toContain('Revenue grew 9.4%')
  })

  it('opens the page of a citation with exactly the cited lines marked', async () => {
    await page
      .getByRole('region', { name: 'Quoted, not written' })
      .getByText('Revenue grew 9.4%')
      .getByRole('button', { name: /^Citation/ })
      .click()
    const marked = await markedText(page)
    expect(marked).toContain('Revenue grew 9.4%')
    expect(marked).not.toContain('Management’s Discussion')
    expect(await isMarkInView(page)).toBe(true)
  })

  it('keeps a locked document listed and opens it with its password', async () => {
    await dropFiles(page, [
      { name: 'Protected.pdf', bytes: await encryptedPdf('open sesame') },
      { name: 'notes.txt', bytes: new Uint8Array([1]) },
    ])
    await page.getByText('1 file is not a PDF and is left out.').first().waitFor()
    const password = page.getByRole('textbox', { name: 'Password of Protected.pdf' })
    await password.fill('wrong')
    await page.getByRole('button', { name: 'Unlock' }).click()
    await page.getByText('That password does not open it. Try another.').waitFor()
    await password.fill('open sesame')
    await page.getByRole('button', { name: 'Unlock' }).click()
    await page.getByText('Ready, 1 page').waitFor()
  })

  it('says that the same content is there already', async () => {
    await dropFiles(page, [
      { name: 'Copy.pdf', bytes: report },
      { name: 'notes.txt', bytes: new Uint8Array([1]) },
    ])
    await page.getByText('Same content as Annual report.pdf. Nothing was added twice.').waitFor()
    await page.getByRole('button', { name: 'Start asking' }).click()
  })

  it('moves a document to the bin and brings it back by undo', async () => {
    await dropFiles(page, [{ name: 'Draft.pdf', bytes: await textPdf(['A draft about turbines.']) }])
    await ready(page, 'Draft', 1)
    await row(page, 'Draft').click({ button: 'right' })
    await page.getByRole('menuitem', { name: /Move to the bin/ }).click()
    await page.getByText('Moved “Draft.pdf” to the bin').waitFor()
    expect(await row(page, 'Draft').count()).toBe(0)
    await page.getByRole('button', { name: /^Undo/ }).click()
    await ready(page, 'Draft', 1)
  })

  it('stops adding a document when it is told to', async () => {
    // Long enough that it is still being read when its menu is open, on a fast machine too.
    const pages = Array.from(
      { length: 490 },
      (_, index) => `Page ${index}. ${'Turbines turn in the wind. '.repeat(100)}`,
    )
    await dropFiles(page, [{ name: 'Long.pdf', bytes: await textPdf(pages) }])
    await row(page, 'Long').waitFor()
    await row(page, 'Long').click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Stop adding it' }).click()
    await row(page, 'Long').getByText('Stopped').waitFor()
  })

  it('asks of the network nothing but its own origin, and has no error in the console', () => {
    expect(window.problems).toEqual([])
  })
})
