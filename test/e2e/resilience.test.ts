/** What a window survives: a backend killed while it reads, no network, no mouse, another language. */

import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { annualReportPdf, pagesPdf } from '../fixtures/pdf.ts'
import { ask, dropFiles, opened, ready, row } from './actions.ts'
import { type DesktopWindow, isElectronInstalled, launchDesktop } from './launch-desktop.ts'

describe.skipIf(inject('chromium') === null)('a window of the desktop app', () => {
  let desktop: DesktopWindow
  let page: Page
  beforeAll(async () => {
    desktop = await launchDesktop()
    page = desktop.page
    await opened(page)
    await dropFiles(page, [{ name: 'Report.pdf', bytes: await annualReportPdf() }])
    await ready(page, 'Report', 2)
  })
  afterAll(() => desktop?.close())

  it.skipIf(isElectronInstalled())('goes on reading after its backend was killed', async () => {
    await dropFiles(page, [{ name: 'Long.pdf', bytes: await pagesPdf(300) }])
    await row(page, 'Long').getByRole('progressbar').waitFor()
    await page.getByRole('textbox', { name: 'Question', exact: true }).fill('kept while it starts again')
    expect(desktop.killBackend()).toBe(true)
    await ready(page, 'Long', 300)
    expect(await page.getByRole('textbox', { name: 'Question', exact: true }).inputValue()).toBe(
      'kept while it starts again',
    )
  })

  it('answers without a network, and asks nothing of it', async () => {
    const outside: string[] = []
    page.on('request', (request) => {
      if (!request.url().startsWith(new URL(page.url()).origin) && !/^(blob|data):/.test(request.url()))
        outside.push(request.url())
    })
    await ask(page, 'Why did the gross margin rise?')
    await page
      .getByRole('region', { name: 'Quoted, not written' })
      .getByText(/Gross margin/)
      .waitFor()
    expect(outside).toEqual([])
  })

  it('can be used by the keyboard alone', async () => {
    await page.keyboard.press('Control+N')
    await page.keyboard.type('What moved final assembly?')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Good answer' }).last().waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('Repo')
    await page.keyboard.press('Escape')
    await page.getByRole('tree', { name: 'Folders and documents' }).focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('Enter')
    await page.getByRole('tab', { selected: true }).waitFor()
    await page.keyboard.press('F6')
    await page.keyboard.press('Control+B')
    expect(await page.getByRole('tree').count()).toBe(0)
    await page.keyboard.press('Control+B')
    await page.getByRole('tree').waitFor()
  })

  it('speaks Persian from right to left, with the answers kept', async () => {
    await page.keyboard.press('Control+,')
    await page.getByRole('radio', { name: 'فارسی' }).check({ force: true })
    await page.keyboard.press('Escape')
    expect(await page.evaluate(() => [document.documentElement.dir, document.documentElement.lang])).toEqual([
      'rtl',
      'fa',
    ])
    const library = await page.getByRole('tree').boundingBox()
    const question = await page.getByRole('textbox', { name: 'پرسش', exact: true }).boundingBox()
    if (!library || !question) throw new Error('a pane is missing')
    expect(library.x).toBeGreaterThan(question.x)
  })

  it('has no error in its console after all that', () => {
    expect(desktop.problems).toEqual([])
  })
})
