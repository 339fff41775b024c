/**
 * Every screen in both themes and both directions: no accessibility violation, nothing sideways out of view. A picture of each is
 * written to test/e2e/screens/ for people to look at.
 */
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { annualReportPdf } from '../fixtures/pdf.ts'
import { ask, dropFiles, opened, ready } from './actions.ts'
import { launchWeb, type WebWindow } from './launch-web.ts'

const folder = fileURLToPath(new URL('./screens/', import.meta.url))
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']

interface Screen {
  readonly name: string
  readonly show: (page: Page) => Promise<void>
}

const settings = (page: string): Screen => ({
  name: `settings-${page}`,
  show: async (window) => {
    await openSettings(window, page)
  },
})

/** In the order of the navigation. */
const SETTINGS = ['general', 'appearance', 'storage', 'about', 'models', 'privacy', 'usage']

async function openSettings(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+,')
  // The first button leads back.
  await page
    .locator('nav[data-pane] button')
    .nth(1 + SETTINGS.indexOf(name))
    .click()
}

const screens: readonly Screen[] = [
  { name: 'main', show: async (page) => void (await page.keyboard.press('Escape')) },
  {
    name: 'palette',
    show: async (page) => {
      await page.keyboard.press('Control+k')
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'search',
    show: async (page) => {
      await page.keyboard.press('Control+Shift+f')
      await page.locator('main input').first().fill('revenue')
      await page.locator('main mark').first().waitFor()
    },
  },
  ...SETTINGS.map(settings),
]

describe.skipIf(inject('chromium') === null)('the screens', () => {
  let window: WebWindow
  let page: Page
  beforeAll(async () => {
    mkdirSync(folder, { recursive: true })
    window = await launchWeb()
    page = window.page
    page.setDefaultTimeout(10_000)
    await opened(page)
    await inspect('first-run-light-ltr')
    await dropFiles(page, [
      { name: 'Annual report with a name too long for the library.pdf', bytes: await annualReportPdf() },
    ])
    await ready(page, 'Annual report', 2)
    await ask(page, 'Why did revenue grow?')
    await page
      .getByRole('button', { name: /^Citation 1/ })
      .first()
      .click()
    await page.locator('.docuchat-mark-current').first().waitFor()
  })
  afterAll(() => window?.close())

  for (const language of ['en', 'fa'] as const) {
    for (const theme of ['light', 'dark'] as const) {
      it.each(screens)(`$name, ${theme}, ${language}`, async ({ name, show }) => {
        await choose(language, theme)
        await show(page)
        await inspect(`${name}-${theme}-${language === 'fa' ? 'rtl' : 'ltr'}`)
        await leave()
      })
    }
  }

  it.each(screens)('$name at 900 × 600', async ({ name, show }) => {
    await choose('en', 'light')
    await page.setViewportSize({ width: 900, height: 600 })
    await show(page)
    await inspect(`${name}-900x600`)
    await leave()
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  async function inspect(name: string): Promise<void> {
    // Opening and closing are drawn out; what is looked at is where they end.
    await page.waitForTimeout(350)
    await page.screenshot({ path: `${folder}${name}.png` })
    const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 160))])).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  }

  async function choose(language: 'en' | 'fa', theme: 'light' | 'dark'): Promise<void> {
    await openSettings(page, 'general')
    await page.getByRole('radio', { name: language === 'fa' ? 'فارسی' : 'English' }).check({ force: true })
    await openSettings(page, 'appearance')
    await page.locator(`input[type="radio"][value="${theme}"]`).check({ force: true })
    await page.keyboard.press('Escape')
  }

  async function leave(): Promise<void> {
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await page.locator('#question').waitFor()
  }
})
