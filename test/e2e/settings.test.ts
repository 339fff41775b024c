/** What is set is kept, and a workspace can be taken elsewhere in one file. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { annualReportPdf } from '../fixtures/pdf.ts'
import { ask, dropFiles, opened, ready, row } from './actions.ts'
import { launchWeb, type WebWindow } from './launch-web.ts'

describe.skipIf(inject('chromium') === null)('the settings', () => {
  let window: WebWindow
  let page: Page
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'docuchat-settings-'))
    window = await launchWeb({ permissions: ['clipboard-read', 'clipboard-write'] })
    page = window.page
    await opened(page)
    await dropFiles(page, [{ name: 'Annual report.pdf', bytes: await annualReportPdf() }])
    await ready(page, 'Annual report', 2)
    await ask(page, 'Why did revenue grow?')
  })
  afterAll(async () => {
    await window?.close()
    await rm(folder, { recursive: true, force: true })
  })

  async function openPage(name: string): Promise<void> {
    await page.keyboard.press('Control+,')
    await page.getByRole('navigation').getByRole('button', { name, exact: true }).click()
  }

  it('save the workspace in one file and make another workspace of it', async () => {
    await openPage('Storage')
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save a backup' }).click()
    const file = join(folder, 'default.docuchat')
    await (await download).saveAs(file)
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Restore' }).click()
    await (await chooser).setFiles(file)
    await page
      .getByRole('status')
      .getByText(/default \(2\)/)
      .waitFor()
    await page.keyboard.press('Escape')
    // The two workspaces show the same: only the name says that the restored one is loaded, and the list of workspaces with it.
    await page.getByRole('button', { name: /^default \(2\)\./ }).waitFor()
    await ready(page, 'Annual report', 2)
    await page.getByRole('button', { name: 'Why did revenue grow?' }).first().waitFor()
  })

  it('switch between workspaces and make new ones', async () => {
    await page.getByRole('button', { name: /Switch workspace/ }).click()
    await page.getByRole('menuitem', { name: 'New workspace' }).click()
    await page.getByRole('textbox', { name: 'Name of the workspace' }).fill('Peers')
    await page.getByRole('button', { name: 'Create the workspace' }).click()
    await page.getByRole('button', { name: /^Peers\./ }).waitFor()
    await page.getByRole('heading', { name: 'Drop PDFs here' }).waitFor()
    await page.getByRole('button', { name: /Switch workspace/ }).click()
    await page.getByRole('menuitem', { name: 'default', exact: true }).click()
    await row(page, 'Annual report').waitFor()
  })

  it('take a key, show only its end, and forget it', async () => {
    await openPage('Models')
    await page.getByRole('button', { name: 'Set up' }).last().click()
    await page.getByRole('textbox', { name: 'Key' }).fill('sk-test-0123456789wxyz')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('…wxyz').waitFor()
    expect(await page.locator('body').innerText()).not.toContain('0123456789')
    await page.getByRole('button', { name: 'Remove the key' }).click()
    await expect.poll(() => page.getByText('…wxyz').count()).toBe(0)
  })

  it('find by meaning with the model that comes along', async () => {
    await openPage('Models')
    for (const choice of ['Words only', 'Words and meaning']) {
      await page.getByText(choice).click()
      await page.getByRole('button', { name: 'Use', exact: true }).click()
      await page.getByRole('button', { name: 'In use' }).waitFor()
    }
    await page.keyboard.press('Escape')
    await ready(page, 'Annual report', 2)
    await page.keyboard.press('Control+Shift+f')
    await page.locator('main input').first().fill('درآمد')
    await page.getByRole('option').first().waitFor()
    await page.keyboard.press('Escape')
  })

  it('count what was asked', async () => {
    await openPage('Usage')
    await page.getByRole('row', { name: /^Quoted answers 1 / }).waitFor()
    await page.getByText('24 hours').click()
    await page.getByRole('heading', { name: 'By hour' }).waitFor()
  })

  it('copy diagnostics without the text of documents', async () => {
    await openPage('About')
    await page.getByRole('button', { name: /Copy/ }).click()
    await page.getByRole('button', { name: /Copied/ }).waitFor()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toContain('shell: web')
    expect(copied).not.toMatch(/revenue|Annual report/i)
  })

  it('are kept for the next start', async () => {
    await openPage('Appearance')
    await page.locator('input[type=radio][value=dark]').check({ force: true })
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
    await page.reload()
    await opened(page)
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
  })
})
