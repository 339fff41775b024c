/**
 * Every screen in both themes and both directions: no accessibility violation, nothing sideways out of view. A picture of each is
 * written to test/e2e/screens/ for people to look at.
 */
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, inject, it } from 'vitest'
import { annualReportPdf, encryptedPdf, imageOnlyPdf, textPdf } from '../fixtures/pdf.ts'
import { ask, dropFiles, opened, ready } from './actions.ts'
import { inspect } from './inspect.ts'
import { launchWeb, type WebWindow } from './launch-web.ts'

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
const SETTINGS = ['general', 'appearance', 'storage', 'about', 'models', 'privacy', 'usage', 'sync']

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
  {
    name: 'search-nothing',
    show: async (page) => {
      await page.keyboard.press('Control+Shift+f')
      await page.locator('main input').first().fill('zeppelin')
      await page.locator('main mark').first().waitFor({ state: 'detached' })
    },
  },
  {
    name: 'shortcuts',
    show: async (page) => {
      await page.evaluate(
        () => document.activeElement instanceof HTMLElement && document.activeElement.blur(),
      )
      await page.keyboard.press('?')
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'imports',
    show: async (page) => {
      await page.keyboard.press('Control+j')
      await page.locator('main li').nth(3).waitFor()
    },
  },
  {
    name: 'citation-hover',
    show: async (page) => {
      await page.locator('[id^=citation-]').first().hover()
      await page.locator('[data-radix-popper-content-wrapper]').waitFor()
    },
  },
  {
    name: 'scope',
    show: async (page) => {
      await page.keyboard.press('Control+Shift+s')
      await page.locator('[data-radix-popper-content-wrapper]').waitFor()
    },
  },
  {
    name: 'model-picker',
    show: async (page) => {
      await page.keyboard.press('Control+m')
      await page.locator('[data-radix-popper-content-wrapper]').waitFor()
    },
  },
  {
    name: 'row-menu',
    show: async (page) => {
      const rows = page.locator('#library-tree [role=treeitem]')
      if (!(await rows.first().isVisible())) await page.keyboard.press('Control+b')
      await rows.first().click({ button: 'right' })
      await page.getByRole('menu').waitFor()
    },
  },
  ...SETTINGS.map(settings),
]

describe.skipIf(inject('chromium') === null)('the screens', () => {
  let window: WebWindow
  let page: Page
  beforeAll(async () => {
    window = await launchWeb()
    page = window.page
    await opened(page)
    await inspect(page, 'first-run-light-ltr')
    await dropFiles(page, [
      { name: 'Broken.pdf', bytes: new TextEncoder().encode('%PDF-1.7 and no more') },
      { name: 'Scan.pdf', bytes: await imageOnlyPdf() },
      { name: 'Locked.pdf', bytes: await encryptedPdf('open sesame') },
      { name: 'گزارش فعالیت هیئت‌مدیره.pdf', bytes: await textPdf(['Eight pages of a board.']) },
    ])
    await ready(page, 'گزارش', 1)
    await page.keyboard.press('Escape')
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

  const looks = (['en', 'fa'] as const).flatMap((language) =>
    (['light', 'dark'] as const).map((theme) => ({ language, theme })),
  )
  describe.each(looks)('$theme, $language', ({ language, theme }) => {
    beforeAll(() => choose(language, theme))
    it.each(screens)('$name', ({ name, show }) =>
      lookAt(show, `${name}-${theme}-${language === 'fa' ? 'rtl' : 'ltr'}`),
    )
  })

  describe('at 900 × 600', () => {
    beforeAll(async () => {
      await choose('en', 'light')
      await page.setViewportSize({ width: 900, height: 600 })
    })
    it.each(screens)('$name', ({ name, show }) => lookAt(show, `${name}-900x600`))
  })

  async function lookAt(show: Screen['show'], name: string): Promise<void> {
    try {
      await show(page)
      await inspect(page, name)
    } finally {
      await leave()
    }
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
