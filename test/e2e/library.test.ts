/** A library that is put in order: folders, names, several documents at once, and everything taken back. */
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { imageOnlyPdf, textPdf } from '../fixtures/pdf.ts'
import { dropFiles, opened, ready, row } from './actions.ts'
import { launchWeb, type WebWindow } from './launch-web.ts'

describe.skipIf(inject('chromium') === null)('the library', () => {
  let window: WebWindow
  let page: Page

  beforeAll(async () => {
    window = await launchWeb()
    page = window.page
    await opened(page)
    const files = ['Alpha', 'Beta', 'Gamma'].map(async (name) => ({
      name: `${name}.pdf`,
      bytes: await textPdf([`${name} sold goods for 12 million dollars.`]),
    }))
    await dropFiles(page, await Promise.all(files))
    for (const name of ['Alpha', 'Beta', 'Gamma']) await ready(page, name, 1)
    await page.keyboard.press('Escape')
  })
  afterAll(() => window?.close())

  const names = async () =>
    (await row(page, '').allInnerTexts()).map((text) => text.split('\n')[0]?.trim() ?? '')
  const undo = () => page.getByRole('button', { name: /^Undo/ }).click()

  it('makes a folder and names it in place', async () => {
    await page.getByRole('button', { name: 'New folder' }).click()
    await page.getByRole('textbox', { name: 'Name of the folder' }).fill('Filings')
    await page.keyboard.press('Enter')
    await row(page, 'Filings').waitFor()
  })

  it('moves what is dragged on a folder, and takes it back', async () => {
    await row(page, 'Alpha').click()
    await row(page, 'Beta').click({ modifiers: ['Control'] })
    await row(page, 'Beta').dragTo(row(page, 'Filings'))
    await page.getByText('Moved 2 documents to “Filings”').waitFor()
    await expect.poll(() => row(page, 'Alpha').getAttribute('aria-level')).toBe('2')
    await undo()
    await expect.poll(() => row(page, 'Alpha').getAttribute('aria-level')).toBe('1')
  })

  it('moves by the menu of a right click', async () => {
    await row(page, 'Gamma').click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Move to Filings' }).click()
    await expect.poll(() => row(page, 'Gamma').getAttribute('aria-level')).toBe('2')
  })

  it('renames by F2, and gives up by Escape', async () => {
    await row(page, 'Alpha').click()
    await page.getByRole('tree').focus()
    await page.keyboard.press('F2')
    await page.getByRole('textbox', { name: 'Name of the document' }).fill('Alpha 2025.pdf')
    await page.keyboard.press('Enter')
    await row(page, 'Alpha 2025').waitFor()
    await page.keyboard.press('F2')
    await page.getByRole('textbox', { name: 'Name of the document' }).fill('Other')
    await page.keyboard.press('Escape')
    await row(page, 'Alpha 2025').waitFor()
  })

  it('removes several by the keyboard, and brings them back from the bin', async () => {
    await page.getByRole('tree').focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Delete')
    await expect.poll(names).toEqual([])
    await page.getByRole('button', { name: /^Bin/ }).click()
    await page.getByRole('button', { name: 'Put all back' }).click()
    await expect.poll(async () => (await names()).length).toBeGreaterThanOrEqual(3)
    await page.keyboard.press('Escape')
  })

  it('finds a document by a part of its name', async () => {
    await page.keyboard.press('/')
    await page.getByRole('textbox', { name: 'Filter', exact: true }).fill('bet')
    await expect.poll(names).toEqual(['Beta'])
    await page.keyboard.press('Escape')
    await expect.poll(async () => (await names()).length).toBeGreaterThan(1)
  })

  it('asks only what was chosen', async () => {
    await row(page, 'Beta').click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Ask about it' }).click()
    await page.getByRole('button', { name: /^Asks Beta/ }).waitFor()
  })

  it('tells a file that cannot be read, one that is no PDF and one without text apart', async () => {
    await dropFiles(page, [
      { name: 'Broken.pdf', bytes: new TextEncoder().encode('%PDF-1.7\nthis is the end') },
      { name: 'Scan.pdf', bytes: await imageOnlyPdf() },
      { name: 'Notes.txt', bytes: new TextEncoder().encode('notes') },
    ])
    await page.getByRole('heading', { name: '2 files could not be added' }).waitFor()
    await page.getByText('1 file is not a PDF and is left out.').waitFor()
    await page
      .getByText(/“Scan.pdf” has no text layer/)
      .first()
      .waitFor()
    await page
      .getByText(/“Broken.pdf” is damaged/)
      .first()
      .waitFor()
    expect(await row(page, 'Broken').textContent()).toContain('Failed')
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Broken' })
      .getByRole('button', { name: 'Try again' })
      .click()
    await page.getByRole('button', { name: 'Close' }).click()
  })

  it('keeps a failure that is known before the answer to its upload', async () => {
    let failed = () => {}
    const seen = new Promise<void>((resolve) => (failed = resolve))
    await page.route('**/documents*', async (route) => {
      const response = await route.fetch()
      await seen
      await route.fulfill({ response })
    })
    const answered = page.waitForResponse('**/documents*')
    await dropFiles(page, [{ name: 'Fast.pdf', bytes: new TextEncoder().encode('%PDF-1.7\nno more') }])
    await row(page, 'Fast').getByText('Failed').waitFor()
    failed()
    await (await answered).finished()
    await page.unroute('**/documents*')
    await page.getByRole('button', { name: 'New folder' }).hover()
    expect(await row(page, 'Fast').textContent()).toContain('Failed')
  })
})
