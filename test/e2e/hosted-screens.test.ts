/** The screens that only a hosted server has, in both themes and directions, and in a small window. */
import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, inject, it } from 'vitest'
import { annualReportPdf } from '../fixtures/pdf.ts'
import {
  type Hosted,
  type HostedWindow,
  type HostedWindows,
  isMissing,
  launchWindows,
  openHosted,
} from './hosted.ts'
import { inspect } from './inspect.ts'

const looks = [
  ...(['en', 'fa'] as const).flatMap((language) =>
    (['light', 'dark'] as const).map((theme) => ({ language, theme, width: 1440, height: 900 })),
  ),
  { language: 'en', theme: 'light', width: 900, height: 600 } as const,
]

describe.skipIf(inject('chromium') === null || isMissing)('the screens of a hosted server', () => {
  let hosted: Hosted
  let windows: HostedWindows
  beforeAll(async () => {
    hosted = await openHosted({ CHAT_MODEL: 'extractive' })
    windows = await launchWindows(hosted)
  })
  afterAll(async () => {
    await windows?.close()
    await hosted?.close()
  })

  describe.each(looks)('$theme, $language, $width × $height', ({ language, theme, width, height }) => {
    const suffix = width === 900 ? '900x600' : `${theme}-${language === 'fa' ? 'rtl' : 'ltr'}`
    const look = { language, theme, viewport: { width, height } }
    const opened: HostedWindow[] = []
    const open = async (options: Parameters<HostedWindows['open']>[0]): Promise<Page> => {
      const window = await windows.open({ ...look, ...options })
      opened.push(window)
      return window.page
    }
    afterAll(() => Promise.all(opened.map((window) => window.close())))

    it('signing in', async () => {
      const { slug } = await hosted.addTenant()
      const page = await open({})
      const organisation = page.locator('input[name="organization"]')
      await organisation.waitFor()
      await inspect(page, `sign-in-${suffix}`)
      const email = page.locator('input[name="email"]')
      await organisation.fill('no-such-place')
      await email.fill('ada')
      await email.press('Enter')
      await page.locator('[aria-invalid]').first().waitFor()
      await email.fill(`ada-${randomUUID().slice(0, 4)}@example.com`)
      await email.press('Enter')
      await page.locator('input[name="organization"][aria-invalid]').waitFor()
      await inspect(page, `sign-in-refused-${suffix}`)
      await organisation.fill(slug)
      await organisation.press('Enter')
      const code = page.locator('input[name="code"]')
      await code.waitFor()
      await page.keyboard.type('4170')
      await inspect(page, `sign-in-code-${suffix}`)
      await page.keyboard.type('28')
      await page.getByRole('alert').waitFor()
      await inspect(page, `sign-in-code-wrong-${suffix}`)
    })

    it('the account and its organisations', async () => {
      const { owner } = await hosted.addTenant(
        `an-organisation-with-quite-a-long-name-${randomUUID().slice(0, 8)}`,
      )
      const page = await open({ as: owner })
      await page.locator('header [aria-haspopup=menu]').first().waitFor()
      await page.locator('main h1').waitFor()
      await inspect(page, `hosted-first-run-${suffix}`)
      for (const [menu, name] of [
        [page.locator('header [aria-haspopup=menu]').first(), 'organisations'],
        [page.locator('header [aria-haspopup=menu]').last(), 'account'],
      ] as const) {
        await menu.click()
        await page.getByRole('menuitem').first().waitFor()
        await inspect(page, `hosted-${name}-${suffix}`)
        await page.keyboard.press('Escape')
      }
      await page.keyboard.press('Control+,')
      await page.locator('main h1').waitFor()
      await inspect(page, `hosted-general-${suffix}`)
    })

    it('what viewers see', async () => {
      const { slug, owner } = await hosted.addTenant()
      const email = `viewer-${randomUUID()}@example.com`
      await owner.json('POST', '/invitations', { email, role: 'viewer' })
      const viewer = await hosted.signIn(slug, email)
      const empty = await open({ as: viewer })
      await empty.locator('main h1').waitFor()
      await inspect(empty, `hosted-viewer-empty-${suffix}`)
      await owner.addReady('Annual report.pdf', await annualReportPdf())
      await empty.locator('main h1').waitFor({ state: 'detached' })
      await empty.locator('#question').waitFor()
      await empty.locator('main').press('Delete')
      await inspect(empty, `hosted-viewer-${suffix}`)
    })
  })
})
