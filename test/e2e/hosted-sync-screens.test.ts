/** The screens of a copy of an organisation's workspace, in both themes and directions, and in a small window. */
import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, inject, it } from 'vitest'
import { annualReportPdf, textPdf } from '../fixtures/pdf.ts'
import { type Gateway, openGateway, refusing } from '../sync/gateway.ts'
import { ask, dropFiles, opened, ready } from './actions.ts'
import { codeFor, type Hosted, isMissing, openHosted } from './hosted.ts'
import { inspect } from './inspect.ts'
import { launchWeb, type WebWindow } from './launch-web.ts'

/** Of the navigation of the settings, after the button that leads back. */
const SETTINGS = ['general', 'appearance', 'storage', 'about', 'models', 'privacy', 'usage', 'sync'] as const
const QUESTION = 'Why did revenue grow?'

interface Screen {
  readonly name: string
  readonly show: (page: Page) => Promise<void>
}

async function openSettings(page: Page, name: (typeof SETTINGS)[number]): Promise<void> {
  await page.keyboard.press('Control+,')
  await page
    .locator('nav[data-pane] button')
    .nth(1 + SETTINGS.indexOf(name))
    .click()
}
const openSync = (page: Page) => openSettings(page, 'sync')
/** With the change that waits, which is read after the page is there. */
async function openActivity(page: Page): Promise<void> {
  await openSync(page)
  await page.locator('main svg.lucide-clock').first().waitFor()
}
/** The end of the same page. */
async function openComputers(page: Page): Promise<void> {
  await openSync(page)
  await page.locator('main svg.lucide-laptop').last().waitFor()
  await page.locator('main section').last().scrollIntoViewIfNeeded()
}
const report = (page: Page) =>
  page.locator('#library-tree [role=treeitem]').filter({ hasText: 'Annual report' })
const workspaceMenu = (page: Page) => page.locator('header [aria-haspopup=menu]').first()

async function openJoin(page: Page): Promise<void> {
  await openSettings(page, 'general')
  await page.locator('main section button:has(svg.lucide-server-cog)').click()
  await page.getByRole('dialog').waitFor()
}

async function showLibrary(page: Page): Promise<void> {
  const tree = page.locator('#library-tree')
  if (!(await tree.isVisible())) await page.keyboard.press('Control+b')
  await tree.waitFor()
}

/** A note in the panel and on the page. */
async function openNotes(page: Page): Promise<void> {
  await showLibrary(page)
  await report(page).click()
  await page.locator('.textLayer span').first().waitFor()
  const toggle = page.locator('[role=toolbar] button:has(svg.lucide-sticky-note)').first()
  if ((await toggle.getAttribute('aria-pressed')) !== 'true') await toggle.click()
  await page.locator('.docuchat-mark-note').first().waitFor()
}

/** In a workspace of this computer alone. */
const local: readonly Screen[] = [
  { name: 'sync-local', show: openSync },
  { name: 'join', show: openJoin },
  {
    name: 'join-refused',
    async show(page) {
      await openJoin(page)
      await page.locator('dialog input[name=url]').fill('meridian')
      await page.locator('dialog input[name=organization]').fill('meridian')
      await page.locator('dialog input[name=email]').fill('ada@example.com')
      await page.keyboard.press('Enter')
      await page.locator('dialog [aria-invalid]').waitFor()
    },
  },
]

const synced: readonly Screen[] = [
  { name: 'synced', show: async () => {} },
  { name: 'sync', show: openActivity },
  { name: 'sync-computers', show: openComputers },
  {
    name: 'sync-workspaces',
    async show(page) {
      await workspaceMenu(page).click()
      await page.getByRole('menuitem').first().waitFor()
    },
  },
  { name: 'sync-general', show: (page) => openSettings(page, 'general') },
  {
    name: 'leave',
    async show(page) {
      await openSync(page)
      await page.locator('main section button:has(svg.lucide-log-out)').click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'others-chat',
    async show(page) {
      await showLibrary(page)
      await page.locator('section li button:has(svg.lucide-users)').first().click()
      await page.getByRole('heading', { name: QUESTION, level: 2 }).waitFor()
    },
  },
  { name: 'notes', show: openNotes },
  {
    name: 'tags',
    async show(page) {
      await showLibrary(page)
      await report(page).click({ button: 'right' })
      await page.locator('[role=menuitem]:has(svg.lucide-tag)').click()
      await page.getByRole('dialog').waitFor()
    },
  },
]

const looks = [
  ...(['en', 'fa'] as const).flatMap((language) =>
    (['light', 'dark'] as const).map((theme) => ({ language, theme, width: 1440, height: 900 })),
  ),
  { language: 'en', theme: 'light', width: 900, height: 600 } as const,
]

describe.skipIf(inject('chromium') === null || isMissing)('the screens of a synced workspace', () => {
  let hosted: Hosted
  let gateway: Gateway
  let window: WebWindow
  let page: Page
  let tenant: Awaited<ReturnType<Hosted['addTenant']>>
  const email = `nadia-${randomUUID().slice(0, 8)}@example.com`

  beforeAll(async () => {
    hosted = await openHosted({ CHAT_MODEL: 'extractive' })
    gateway = await openGateway(hosted.url)
    tenant = await hosted.addTenant(`meridian-${randomUUID().slice(0, 8)}`)
    await tenant.owner.json('PATCH', '/tenant', { name: 'Meridian Research' })
    await tenant.owner.json('PATCH', '/me', { name: 'Omid Karimi' })
    await tenant.owner.json('POST', '/invitations', { email, role: 'member' })
    window = await launchWeb()
    page = window.page
    await opened(page)
    await dropFiles(page, [{ name: 'Board minutes.pdf', bytes: await textPdf(['The board met.']) }])
    await ready(page, 'Board minutes', 1)
  }, 120_000)
  afterAll(async () => {
    await window?.close()
    await gateway?.close()
    await hosted?.close()
  })

  each('on this computer alone', local)

  describe('in a copy', () => {
    beforeAll(async () => {
      const added = await tenant.owner.addReady('Annual report 2025.pdf', await annualReportPdf())
      await tenant.owner.addReady('گزارش فعالیت هیئت‌مدیره.pdf', await textPdf(['Eight pages of a board.']))
      await tenant.owner.json('POST', '/tags', { ids: [added.id], add: ['Annual', 'To be read'] })
      await tenant.owner.json('POST', `/files/${added.id}/notes`, {
        ...{ id: uuidv7(), documentId: added.id, page: 1 },
        rects: [{ page: 1, x: 72, y: 113, width: 300, height: 12 }],
        ...{ quote: 'Revenue grew 9.4% to $684.3 million', note: 'Compare this with last year’s forecast.' },
      })
      const answer = await tenant.owner.request('POST', '/answers', { question: QUESTION })
      const chatId = /"chatId":"([^"]+)"/.exec(await answer.text())?.[1]
      await tenant.owner.json('PUT', `/chats/${chatId}/sharing`, { shared: true })
      await join()
      await ready(page, 'Annual report', 2)
      await ask(page, 'What about prices?')
      await hosted.server.parts.kv.delete(`tries:cooldown:${tenant.id}:${email}`)
      const other = await hosted.signIn(tenant.slug, email)
      await other.syncAs('nadia-rahimi-old-thinkpad-with-a-name-of-many-words.office.meridian.example')
      // Its file comes while there is a server.
      await report(page).click()
      await page.locator('.textLayer span').first().waitFor()
      await setOnline(false)
      await page.getByRole('button', { name: 'New folder' }).click()
      await page.keyboard.press('Enter')
    }, 120_000)
    each('as it is', synced)
  })

  describe('of another version than its server', () => {
    beforeAll(async () => {
      await choose('en', 'light')
      await page.setViewportSize({ width: 1440, height: 900 })
      gateway.rule(refusing(({ path }) => path === '/v1/sync', 'update_needed', { side: 'DocuChat' }))
      await setOnline(true)
      await page.getByText('Update needed').first().waitFor()
    }, 60_000)
    each('asks for an update', [{ name: 'sync-update-needed', show: openActivity }])
  })

  describe('on a network that costs money', () => {
    beforeAll(async () => {
      await choose('en', 'light')
      await page.setViewportSize({ width: 1440, height: 900 })
      await setOnline(false)
      gateway.rule(() => {})
      await setOnline(true)
      await page.getByText('Update needed').first().waitFor({ state: 'detached' })
      await setMetered(true)
      await page.getByText('Waiting for a network that costs nothing').first().waitFor()
    }, 60_000)
    afterAll(() => setMetered(false))
    each('waits', [{ name: 'sync-metered', show: openSync }])
  })

  describe('whose sign-in has ended, and what was refused', () => {
    beforeAll(async () => {
      const id = uuidv7()
      await tenant.owner.json('POST', '/folders', { id, name: 'Contracts', parentId: null })
      await setOnline(true)
      const folder = page.locator('#library-tree [role=treeitem]').filter({ hasText: 'Contracts' })
      await choose('en', 'light')
      await page.setViewportSize({ width: 1440, height: 900 })
      await folder.waitFor()
      await setOnline(false)
      await page.getByText(/^Offline since/).waitFor()
      await folder.click()
      await page.keyboard.press('F2')
      await page.getByRole('textbox', { name: 'Name of the folder' }).fill('Supplier contracts')
      await page.keyboard.press('Enter')
      await tenant.owner.request('DELETE', `/folders/${id}`)
      await tenant.owner.request('POST', '/bin/purge', {})
      await setOnline(true)
      await page.getByText('1 refused').waitFor()
      const members = (await tenant.owner.json('GET', '/members')) as { userId: string; email: string }[]
      const userId = members.find((member) => member.email === email)?.userId
      await tenant.owner.json('PATCH', `/members/${userId}`, { role: 'admin' })
      await page.getByRole('button', { name: 'New folder' }).click()
      await page.keyboard.press('Enter')
      await page.getByText('Sign-in needed').waitFor()
    }, 120_000)
    each('and waits', [
      { name: 'sync-signed-out', show: openActivity },
      { name: 'sync-computers-signed-out', show: openComputers },
      {
        name: 'sign-in-again',
        async show(window) {
          await openSync(window)
          await window.locator('main [role=alert] button').first().click()
          await window.getByRole('dialog').waitFor()
        },
      },
    ])
  })

  describe('copied to', () => {
    beforeAll(async () => {
      await choose('en', 'light')
      await page.setViewportSize({ width: 1440, height: 900 })
      await workspaceMenu(page).click()
      await page.getByRole('menuitem', { name: 'default' }).click()
      await opened(page)
    })
    each('from a workspace of this computer', [
      { name: 'sync-local-beside', show: openSync },
      {
        name: 'promote',
        async show(window) {
          await openSync(window)
          await window.locator('main button:has(svg.lucide-cloud-upload)').click()
          await window.getByRole('dialog').waitFor()
        },
      },
    ])
  })

  function each(title: string, screens: readonly Screen[]): void {
    describe.each(looks)(`${title}: $theme, $language, $width × $height`, (look) => {
      const { language, theme, width, height } = look
      const suffix = width === 900 ? '900x600' : `${theme}-${language === 'fa' ? 'rtl' : 'ltr'}`
      beforeAll(async () => {
        await page.setViewportSize({ width: 1440, height: 900 })
        await choose(language, theme)
        await page.setViewportSize({ width, height })
      })
      it.each(screens)('$name', async ({ name, show }) => {
        try {
          await show(page)
          await inspect(page, `${name}-${suffix}`)
        } finally {
          for (let layer = 0; layer < 3; layer++) await page.keyboard.press('Escape')
        }
      })
    })
  }

  /** What the system says of the network; the window's own way to its backend needs none. */
  async function setOnline(online: boolean): Promise<void> {
    await page.evaluate((isOnline) => {
      Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => isOnline })
      globalThis.dispatchEvent(new Event(isOnline ? 'online' : 'offline'))
    }, online)
  }

  /** What Chromium says of a network on which data is to be saved. */
  async function setMetered(saveData: boolean): Promise<void> {
    await page.evaluate((isMetered) => {
      const connection: unknown = Reflect.get(navigator, 'connection')
      if (!(connection instanceof EventTarget)) throw new Error('this browser says nothing of its network')
      Object.defineProperty(connection, 'saveData', { configurable: true, get: () => isMetered })
      connection.dispatchEvent(new Event('change'))
    }, saveData)
  }

  async function choose(language: 'en' | 'fa', theme: 'light' | 'dark'): Promise<void> {
    await openSettings(page, 'general')
    await page.getByRole('radio', { name: language === 'fa' ? 'فارسی' : 'English' }).dispatchEvent('click')
    await page.locator(`html[lang="${language}"]`).waitFor()
    await openSettings(page, 'appearance')
    await page.locator(`input[type="radio"][value="${theme}"]`).dispatchEvent('click')
    await page.locator(`html[data-theme="${theme}"]`).waitFor()
    await page.keyboard.press('Escape')
  }

  async function join(): Promise<void> {
    await choose('en', 'light')
    await page.setViewportSize({ width: 1440, height: 900 })
    await openJoin(page)
    await page.locator('dialog input[name=url]').fill(gateway.url)
    await page.locator('dialog input[name=organization]').fill(tenant.slug)
    await page.locator('dialog input[name=email]').fill(email)
    await page.keyboard.press('Enter')
    const digits = page.locator('dialog input[name=code]')
    await digits.waitFor()
    await inspect(page, 'join-code-light-ltr')
    await digits.fill(await codeFor(hosted.mail, email))
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('Escape')
  }
})
