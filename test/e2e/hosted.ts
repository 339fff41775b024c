/** Opens the window of a hosted server in real Chromium, as one of its people. */
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright'
import type { SignedIn } from '../../src/contract/index.ts'
import type { Hosted } from '../server/hosted.ts'
import { findChromium } from './chromium.ts'
import { watchProblems } from './launch-web.ts'

export { codeFor } from '../server/caller.ts'
export { type Hosted, isMissing, openHosted } from '../server/hosted.ts'

export interface HostedWindow {
  readonly page: Page
  /** Console errors, failed requests and violations of the content security policy, as they came. */
  readonly problems: readonly string[]
  close(): Promise<void>
}

export interface HostedWindows {
  /** With `as`, signed in; else where people sign in. `path` follows `/app/`. */
  open(
    options?: BrowserContextOptions & {
      readonly as?: SignedIn
      readonly path?: string
      readonly language?: 'en' | 'fa'
      readonly theme?: 'light' | 'dark'
    },
  ): Promise<HostedWindow>
  close(): Promise<void>
}

/** One browser for all windows of a server; each has storage of its own. */
export async function launchWindows({ url }: Hosted): Promise<HostedWindows> {
  const browser: Browser = await chromium.launch({ executablePath: await findChromium() })
  return {
    async open({ as, path = '', language, theme, ...context } = {}) {
      const opened = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...context })
      const page = await opened.newPage()
      const problems = watchProblems(page)
      if (as) await page.addInitScript(keep, ['docuchat.sign-in', JSON.stringify(as)] as const)
      if (language ?? theme)
        await page.addInitScript(keep, ['docuchat.choices', JSON.stringify({ language, theme })] as const)
      await page.goto(`${url}/app/${path}`)
      return { page, problems, close: () => opened.close() }
    },
    close: () => browser.close(),
  }
}

/** As the window itself keeps it; once, so that what it changes or forgets stays so. */
function keep([key, value]: readonly [string, string]): void {
  if (sessionStorage.getItem(`test.${key}`)) return
  sessionStorage.setItem(`test.${key}`, 'kept')
  const storage = key === 'docuchat.sign-in' ? sessionStorage : localStorage
  storage.setItem(key, value)
}

/** Waits for the workspace, with documents or without. */
export async function openedHosted(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Switch organisation/ }).waitFor()
}
