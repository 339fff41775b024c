/** Two desktops and a browser at work in one organisation: they see each other's documents and shared chats, and lose nothing apart. */
import { randomUUID } from 'node:crypto'
import type { Locator, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Folder, Member } from '../../src/contract/index.ts'
import { annualReportPdf, textPdf } from '../fixtures/pdf.ts'
import { ask, dropFiles, opened, ready, row } from './actions.ts'
import {
  codeFor,
  type Hosted,
  type HostedWindow,
  type HostedWindows,
  isMissing,
  launchWindows,
  openHosted,
} from './hosted.ts'
import { inspect } from './inspect.ts'
import { type DesktopWindow, isElectronInstalled, launchDesktop } from './launch-desktop.ts'

const PRIVATE = 'What drives the margin?'
const SHARED = 'Why did revenue grow?'

// On real Electron two apps of one test would be one: it allows a single instance.
describe.skipIf(inject('chromium') === null || isMissing || isElectronInstalled())(
  'two desktops and a browser in one organisation',
  { timeout: 180_000 },
  () => {
    let hosted: Hosted
    let windows: HostedWindows
    let tenant: Awaited<ReturnType<Hosted['addTenant']>>
    let ada: DesktopWindow
    let ben: DesktopWindow
    let browser: HostedWindow
    const emails = { ada: '', ben: '' }

    beforeAll(async () => {
      hosted = await openHosted({ CHAT_MODEL: 'extractive' })
      windows = await launchWindows(hosted)
      tenant = await hosted.addTenant(`meridian-${randomUUID().slice(0, 8)}`)
      await tenant.owner.json('PATCH', '/tenant', { name: 'Meridian' })
      await tenant.owner.json('PATCH', '/me', { name: 'Omid' })
      emails.ada = await member('Ada')
      emails.ben = await member('Ben')
      ada = await launchDesktop()
      ben = await launchDesktop()
      browser = await windows.open({ as: tenant.owner })
      for (const { page } of [ada, ben]) await opened(page)
    }, 180_000)
    afterAll(async () => {
      await ada?.close()
      await ben?.close()
      await windows?.close()
      await hosted?.close()
    })

    /** Somebody of the organisation by this name, who may have another code sent. */
    async function member(name: string): Promise<string> {
      const email = `${name.toLowerCase()}-${randomUUID().slice(0, 8)}@example.com`
      await tenant.owner.json('POST', '/invitations', { email, role: 'member' })
      const caller = await hosted.signIn(tenant.slug, email)
      await caller.json('PATCH', '/me', { name })
      await allowCode(email)
      return email
    }
    async function memberOf(email: string): Promise<Member> {
      const members = (await tenant.owner.json('GET', '/members')) as Member[]
      const found = members.find((one) => one.email === email)
      if (!found) throw new Error(`${email} is no member`)
      return found
    }
    const allowCode = (email: string) => hosted.server.parts.kv.delete(`tries:cooldown:${tenant.id}:${email}`)

    const button = (page: Page | Locator, name: string | RegExp) => page.getByRole('button', { name })
    const dialog = (page: Page) => page.getByRole('dialog')
    const workspaceMenu = (page: Page) => button(page, /Switch workspace/)
    const status = (page: Page) => page.getByRole('status', { name: 'Status' })
    const chats = (page: Page) => page.getByRole('region', { name: 'Chats' })
    const syncPage = async (page: Page) => {
      await button(status(page), /Open the sync page/).click()
      await page.getByRole('heading', { name: 'Sync', level: 1 }).waitFor()
    }
    const synced = (page: Page) =>
      status(page)
        .getByText(/^Synced/)
        .waitFor()

    async function enterCode(page: Page, email: string, before: number): Promise<void> {
      const digits = dialog(page).getByRole('textbox', { name: 'The 6 digits of the code' })
      await digits.waitFor()
      await digits.fill(await codeFor(hosted.mail, email, before))
    }

    /** From the dialog for a server on, as a member of the organisation. */
    async function join(page: Page, email: string, choose = async () => {}): Promise<void> {
      const server = dialog(page).getByRole('textbox', { name: 'Server' })
      await server.fill('meridian')
      await dialog(page).getByRole('textbox', { name: 'Organisation' }).fill(tenant.slug)
      await dialog(page).getByRole('textbox', { name: 'E-mail' }).fill(email)
      await page.keyboard.press('Enter')
      await dialog(page).getByText('Write the address of a server').waitFor()
      await server.fill(hosted.url.replace(/^http:\/\//, ''))
      const before = hosted.mail.mails.length
      await page.keyboard.press('Enter')
      await enterCode(page, email, before)
      await choose()
      await dialog(page).waitFor({ state: 'detached' })
      await button(page, /^Meridian\. Switch workspace/).waitFor()
      await synced(page)
    }

    it('joins by address and code, from the menu and from the palette', async () => {
      await workspaceMenu(ada.page).click()
      await ada.page.getByRole('menuitem', { name: /Add an organisation’s server/ }).click()
      await join(ada.page, emails.ada)
      await ben.page.keyboard.press('Control+k')
      await ben.page.keyboard.type('> organisation')
      await ben.page.getByRole('option', { name: /Add an organisation’s server/ }).click()
      await join(ben.page, emails.ben)
      for (const { page } of [ada, ben]) {
        await workspaceMenu(page).click()
        await page.getByRole('menuitem', { name: new RegExp(tenant.slug) }).waitFor()
        await page.keyboard.press('Escape')
      }
    })

    it('shows a document that one added to the other and in the browser', async () => {
      await dropFiles(ada.page, [{ name: 'Annual report.pdf', bytes: await annualReportPdf() }])
      await ready(ada.page, 'Annual report', 2)
      await ready(ben.page, 'Annual report', 2)
      await ready(browser.page, 'Annual report', 2)
      await row(ben.page, 'Annual report').getByLabel('Only on the server').waitFor()
      await row(ben.page, 'Annual report').click()
      await ben.page.locator('.textLayer span').first().waitFor()
      await expect.poll(() => row(ben.page, 'Annual report').getByLabel('Only on the server').count()).toBe(0)
    })

    it('keeps a chat private until it is shared, and lets others read it', async () => {
      await ask(ada.page, PRIVATE)
      await button(ada.page, 'New chat').first().click()
      await ask(ada.page, SHARED)
      await button(ada.page, 'Share with the organisation').click()
      await ada.page.getByText(`Everyone in the organisation can read “${SHARED}”`).waitFor()
      for (const { page } of [ben, browser]) {
        const shared = chats(page).getByRole('button', {
          name: new RegExp(`${SHARED.replace('?', '\\?')}.*Ada`),
        })
        await shared.click()
        await page.getByText('This is Ada’s chat.').waitFor()
        await page.getByRole('heading', { name: SHARED, level: 2 }).waitFor()
        expect(await page.getByRole('textbox', { name: 'Question', exact: true }).count()).toBe(0)
        for (const name of ['Good answer', 'Rename the chat', 'Edit the question', 'Try again'])
          expect(await button(page, name).count()).toBe(0)
        expect(await chats(page).getByText(PRIVATE).count()).toBe(0)
      }
      await button(ben.page, 'Start your own chat').click()
      await ask(ben.page, 'What about prices?')
      await button(ada.page, 'Stop sharing').click()
      await chats(ben.page).getByText(SHARED).waitFor({ state: 'detached' })
      await browser.page.getByText('This is Ada’s chat.').waitFor({ state: 'detached' })
    })

    it('shows tags and notes to everyone, and lets their author change them', async () => {
      await row(ada.page, 'Annual report').click({ button: 'right' })
      await ada.page.getByRole('menuitem', { name: 'Tags…' }).click()
      const tag = dialog(ada.page).getByLabel('New tag')
      await tag.fill('Filing')
      await tag.press('Enter')
      await dialog(ada.page).getByRole('button', { name: 'Take the tag “Filing” off' }).waitFor()
      await ada.page.keyboard.press('Escape')
      await row(ben.page, 'Annual report').getByText('Filing').waitFor()
      await ben.page.getByRole('textbox', { name: 'Filter' }).fill('filing')
      await row(ben.page, 'Annual report').waitFor()
      await ben.page.getByRole('textbox', { name: 'Filter' }).fill('')

      const { page } = browser
      await row(page, 'Annual report').click()
      await page.locator('.textLayer span').nth(1).waitFor()
      await page.evaluate(() => {
        const line = document.querySelectorAll('.textLayer span')[1]
        if (line) getSelection()?.selectAllChildren(line)
      })
      await button(page, 'Add a note').click()
      await page.getByRole('textbox', { name: 'Note' }).fill('Compare with last year.')
      await button(page, 'Add the note').click()
      await page.locator('.docuchat-mark-note-chosen').first().waitFor()

      await button(ben.page, 'Notes').click()
      const notes = ben.page.getByRole('region', { name: 'Notes' })
      await notes.getByText('Compare with last year.').waitFor()
      await notes.getByText('Omid').waitFor()
      await ben.page.locator('.docuchat-mark-note').first().waitFor()
      expect(await button(notes, 'Change the note').count()).toBe(0)
      await button(page, 'Change the note').click()
      await page.getByRole('textbox', { name: 'Note' }).fill('Compare with 2024.')
      await page.keyboard.press('Control+Enter')
      await notes.getByText('Compare with 2024.').waitFor()
      await button(page, 'Remove the note').click()
      await notes.getByText('No notes yet.').waitFor()
      await ben.page.locator('.docuchat-mark-note').first().waitFor({ state: 'detached' })
    })

    it('works offline, says since when, and sends later', async () => {
      await ada.page.context().setOffline(true)
      await status(ada.page)
        .getByText(/^Offline since/)
        .waitFor()
      await ada.page.keyboard.press('Escape')
      await button(ada.page, 'New folder').click()
      await ada.page.getByRole('textbox', { name: 'Name of the folder' }).fill('Contracts')
      await ada.page.keyboard.press('Enter')
      await status(ada.page)
        .getByText(/changes? will sync later/)
        .waitFor()
      await syncPage(ada.page)
      await ada.page.getByText('Made the folder “New folder”').waitFor()
      await ada.page.context().setOffline(false)
      await synced(ada.page)
      await ada.page.getByText('Nothing waits to be sent.').waitFor()
      await row(ben.page, 'Contracts').waitFor()
      await row(browser.page, 'Contracts').waitFor()
      await ada.page.keyboard.press('Escape')
    })

    it('explains what the server refused, until that was seen', async () => {
      await ben.page.context().setOffline(true)
      await status(ben.page)
        .getByText(/^Offline since/)
        .waitFor()
      await row(ben.page, 'Contracts').click()
      await ben.page.keyboard.press('F2')
      await ben.page.getByRole('textbox', { name: 'Name of the folder' }).fill('Supplier contracts')
      await ben.page.keyboard.press('Enter')
      const [folder] = (await tenant.owner.json('GET', '/folders')) as Folder[]
      await tenant.owner.request('DELETE', `/folders/${folder?.id}`)
      await tenant.owner.request('POST', '/bin/purge', {})
      await ben.page.context().setOffline(false)
      await status(ben.page).getByText('1 refused').waitFor()
      await syncPage(ben.page)
      await ben.page.getByText('The server did not accept one change').waitFor()
      await ben.page.getByText('Renamed a folder to “Supplier contracts”').waitFor()
      await ben.page.getByText('The folder is gone: somebody else deleted it.').waitFor()
      await button(ben.page, /^Dismiss: /).click()
      await ben.page.getByText('The server did not accept one change').waitFor({ state: 'detached' })
      await status(ben.page).getByText('1 refused').waitFor({ state: 'detached' })
      await ben.page.keyboard.press('Escape')
    })

    it('keeps everything where the sign-in has ended, and goes on after a new one', async () => {
      const { userId } = await memberOf(emails.ada)
      // Whose role changes has to sign in again.
      await tenant.owner.json('PATCH', `/members/${userId}`, { role: 'admin' })
      await button(ada.page, 'New folder').click()
      await ada.page.getByRole('textbox', { name: 'Name of the folder' }).fill('While signed out')
      await ada.page.keyboard.press('Enter')
      await status(ada.page).getByText('Sign-in needed').waitFor()
      await row(ada.page, 'Annual report').click()
      await ada.page.locator('.textLayer span').first().waitFor()
      await button(status(ada.page), 'Sign in again').click()
      const email = dialog(ada.page).getByRole('textbox', { name: 'E-mail' })
      expect(await email.inputValue()).toBe(emails.ada)
      await allowCode(emails.ada)
      const before = hosted.mail.mails.length
      await email.press('Enter')
      await enterCode(ada.page, emails.ada, before)
      await dialog(ada.page).waitFor({ state: 'detached' })
      await synced(ada.page)
      await row(browser.page, 'While signed out').waitFor()
    })

    it('lists one’s other computers, and signs out a lost one', async () => {
      await allowCode(emails.ada)
      const lost = await hosted.signIn(tenant.slug, emails.ada)
      await lost.syncAs('ada-lost-laptop')
      await syncPage(ada.page)
      const computers = ada.page.getByRole('region', { name: 'Your computers' })
      await computers.getByText('ada-lost-laptop').waitFor()
      await computers.getByText('This computer').waitFor()
      await button(computers, 'Sign out ada-lost-laptop').press('Enter')
      await computers.getByText('ada-lost-laptop').waitFor({ state: 'detached' })
      expect((await lost.request('GET', '/me')).status).toBe(401)
      expect(await computers.getByText('This computer').isVisible()).toBe(true)
      await ada.page.keyboard.press('Escape')
    })

    it('copies documents of a workspace of this computer, then all of it', async () => {
      const { page } = ada
      await workspaceMenu(page).click()
      await page.getByRole('menuitem', { name: 'default' }).click()
      await opened(page)
      await dropFiles(page, [
        { name: 'Turbines.pdf', bytes: await textPdf(['Turbines earned 12 million dollars.']) },
        { name: 'Sensors.pdf', bytes: await textPdf(['Sensors earned 3 million dollars.']) },
      ])
      for (const name of ['Turbines', 'Sensors']) await ready(page, name, 1)
      await page.keyboard.press('Escape')
      await row(page, 'Turbines').click({ button: 'right' })
      await page.getByRole('menuitem', { name: 'Copy to an organisation…' }).click()
      await button(dialog(page), 'Copy').click()
      await dialog(page).getByText('1 document was copied to Meridian.').waitFor()
      await button(dialog(page), 'Close').click()
      await workspaceMenu(page).click()
      await page.getByRole('menuitem', { name: /Copy this workspace to an organisation/ }).click()
      await button(dialog(page), 'Copy').click()
      await dialog(page)
        .getByText(/were copied to Meridian/)
        .waitFor()
      await button(dialog(page), 'Open it').click()
      await button(page, /^Meridian\. Switch workspace/).waitFor()
      for (const name of ['Turbines', 'Sensors'])
        for (const one of [ada, ben, browser]) await ready(one.page, name, 1)
    })

    it('leaves: with the copy kept, and with the copy deleted', async () => {
      const lost = await tenant.owner.addReady('Lost.pdf', await textPdf(['Lost earned nothing.']))
      await ready(ada.page, 'Lost', 1)
      await row(ada.page, 'Lost').getByLabel('Only on the server').waitFor()
      await hosted.server.parts.blobs(tenant.id).remove(lost.sha256)
      await syncPage(ada.page)
      await button(ada.page, 'Leave Meridian…').click()
      await dialog(ada.page).getByRole('heading', { name: 'Leave Meridian on this computer?' }).waitFor()
      await button(ada.page, 'Leave and keep the copy').click()
      await dialog(ada.page)
        .getByText(/^1 file is only on the server and cannot be brought now\. Leave without it\?/)
        .waitFor()
      await inspect(ada.page, 'leave-without-files')
      await button(dialog(ada.page), 'Cancel').click()
      await button(ada.page, 'Leave Meridian…').click()
      await button(ada.page, 'Leave and keep the copy').click()
      await button(dialog(ada.page), 'Leave without it').press('Enter')
      await dialog(ada.page).waitFor({ state: 'detached' })
      await opened(ada.page)
      await ada.page.keyboard.press('Escape')
      await row(ada.page, 'Annual report').waitFor()

      await workspaceMenu(ben.page).click()
      await ben.page.getByRole('menuitem', { name: 'Leave Meridian…' }).click()
      await dialog(ben.page).getByRole('radio', { name: 'Delete the copy' }).check()
      await button(ben.page, 'Leave and delete the copy').click()
      await dialog(ben.page).waitFor({ state: 'detached' })
      await opened(ben.page)
      await expect.poll(() => row(ben.page, 'Annual report').count()).toBe(0)
    })

    it('lets go of everything of whoever is no member any more, and says so', async () => {
      const { page } = ben
      const other = await hosted.addTenant(`boreal-${randomUUID().slice(0, 8)}`)
      await other.owner.json('POST', '/invitations', { email: emails.ben, role: 'viewer' })
      await hosted.signIn(other.slug, emails.ben)
      await allowCode(emails.ben)
      await workspaceMenu(page).click()
      await page.getByRole('menuitem', { name: /Add an organisation’s server/ }).click()
      // Who belongs to several says which.
      await join(page, emails.ben, async () => {
        await button(dialog(page), `Open ${other.slug}`).waitFor()
        await inspect(page, 'choose-organisation')
        await button(dialog(page), 'Open Meridian').click()
      })
      await row(page, 'Annual report').waitFor()
      const { userId } = await memberOf(emails.ben)
      await tenant.owner.request('DELETE', `/members/${userId}`)
      await page.getByText('You are no longer a member of Meridian').waitFor()
      await button(page, 'Dismiss').click()
      await page.getByText('You are no longer a member of Meridian').waitFor({ state: 'detached' })
      await opened(page)
      expect(await row(page, 'Annual report').count()).toBe(0)
      expect([...ada.problems, ...ben.problems, ...browser.problems]).toEqual([])
    })
  },
)
