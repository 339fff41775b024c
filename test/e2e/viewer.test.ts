/** The document's own tools: pages, zoom, find, selection, and the way back to the answer. */
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { annualReportPdf, pagesPdf } from '../fixtures/pdf.ts'
import { ask, dropFiles, opened, ready, row } from './actions.ts'
import { launchWeb, type WebWindow } from './launch-web.ts'

const PAGES = 12

describe.skipIf(inject('chromium') === null)('the viewer', () => {
  let window: WebWindow
  let page: Page

  beforeAll(async () => {
    window = await launchWeb()
    page = window.page
    await opened(page)
    await dropFiles(page, [{ name: 'Long report.pdf', bytes: await pagesPdf(PAGES) }])
    await ready(page, 'Long report', PAGES)
    await row(page, 'Long report').click()
    await page.locator('.textLayer span').first().waitFor()
  })
  afterAll(() => window?.close())

  const field = () => page.getByRole('textbox', { name: 'Page', exact: true })
  const button = (name: string) => page.getByRole('button', { name, exact: true })

  it('goes to a page by its number, and to the next', async () => {
    await field().fill('7')
    await page.keyboard.press('Enter')
    await expect.poll(() => field().inputValue()).toBe('7')
    await button('Next page').click()
    await expect.poll(() => field().inputValue()).toBe('8')
    await page.locator('.page[data-page-number="8"] .textLayer span').first().waitFor()
  })

  it('goes back and forward between the places that were gone to', async () => {
    await page.keyboard.press('Alt+ArrowLeft')
    await expect.poll(() => field().inputValue()).not.toBe('8')
    await page.keyboard.press('Alt+ArrowRight')
    await expect.poll(() => field().inputValue()).toBe('8')
  })

  it('zooms and fits the width again', async () => {
    const width = async () => (await page.locator('.page[data-page-number="8"]').boundingBox())?.width ?? 0
    const before = await width()
    await button('Zoom in').click()
    await expect.poll(width).toBeGreaterThan(before)
    await button('Fit the width').click()
    await expect.poll(async () => Math.abs((await width()) - before)).toBeLessThan(3)
  })

  it('finds words on every page', async () => {
    await button('Find in the document').click()
    await page.getByRole('textbox', { name: 'Find in the document' }).fill('page')
    await page
      .getByText(/\d+ of \d+/)
      .first()
      .waitFor()
    await page.locator('.textLayer .highlight').first().waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => page.locator('.textLayer .highlight').count()).toBe(0)
  })

  it('shows small pages, which lead to theirs', async () => {
    await button('Thumbnails').click()
    await page.getByRole('button', { name: 'Go to page 3' }).click()
    await expect.poll(() => field().inputValue()).toBe('3')
    await button('Thumbnails').click()
  })

  it('keeps its place on the page where the pages get narrower', async () => {
    const pages = page.getByRole('region', { name: 'Pages' })
    /** How much of the page is above what is shown, and how wide it is. */
    const place = () =>
      pages.evaluate((element) => {
        const box = element.querySelector('[data-page-number="3"]')?.getBoundingClientRect()
        if (!box) throw new Error('there is no third page')
        return { above: (element.getBoundingClientRect().top - box.top) / box.height, width: box.width }
      })
    await pages.evaluate((element) => {
      const third = element.querySelector<HTMLElement>('[data-page-number="3"]')
      if (third) element.scrollTop = third.offsetTop + third.clientHeight * 0.4
    })
    const { width } = await place()
    await button('Thumbnails').click()
    await expect.poll(async () => (await place()).width).toBeLessThan(width - 50)
    expect((await place()).above).toBeCloseTo(0.4, 2)
    await button('Thumbnails').click()
    await expect.poll(async () => (await place()).width).toBeCloseTo(width, 0)
    expect((await place()).above).toBeCloseTo(0.4, 2)
  })

  it('says so where there is no outline', async () => {
    await button('Outline').click()
    await page.getByText('This document has no outline.').waitFor()
    await button('Outline').click()
  })

  it('asks about the words that are selected', async () => {
    await page.locator('.page[data-page-number="3"] .textLayer span').first().click({ clickCount: 3 })
    await page.getByRole('button', { name: 'Ask about this' }).click()
    const question = page.getByRole('textbox', { name: 'Question', exact: true })
    expect(await question.inputValue()).toMatch(/\S/)
    await question.fill('')
  })

  it('steps through the citations of an answer and back to it', async () => {
    await dropFiles(page, [{ name: 'Annual report.pdf', bytes: await annualReportPdf() }])
    await ready(page, 'Annual report', 2)
    await ask(page, 'Why did revenue grow?')
    await page
      .getByRole('log')
      .getByRole('button', { name: /^Citation/ })
      .first()
      .click()
    await page.locator('.docuchat-mark-current').first().waitFor()
    await page.getByRole('group', { name: 'Citations of the answer' }).waitFor()
    await button('Back to the answer').click()
    const focused = await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
    expect(focused).toMatch(/^Citation/)
  })

  it('keeps documents in tabs until they are closed', async () => {
    const tabs = page.getByRole('tablist', { name: 'Open documents' }).getByRole('tab')
    expect(await tabs.allInnerTexts()).toEqual(['Long report', 'Annual report'])
    await page.keyboard.press('Control+w')
    await expect.poll(() => tabs.allInnerTexts()).toEqual(['Long report'])
    await page.keyboard.press('Control+w')
    await expect.poll(() => page.locator('.page').count()).toBe(0)
  })
})
