/** The window of a hosted server: signing in, working there, changing the organisation, and what viewers are not offered. */
import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { annualReportPdf } from '../fixtures/pdf.ts'
import { ask, dropFiles, ready, row } from './actions.ts'
import {
  codeFor,
  type Hosted,
  type HostedWindows,
  isMissing,
  launchWindows,
  openedHosted,
  openHosted,
} from './hosted.ts'

describe.skipIf(inject('chromium') === null || isMissing)('the window of a hosted server', () => {
  let hosted: Hosted
  let windows: HostedWindows
  beforeAll(async () => {
    // Quotes answer, which need no model and cite what they quote.
    hosted = await openHosted({ CHAT_MODEL: 'extractive' })
    windows = await launchWindows(hosted)
  })
  afterAll(async () => {
    await windows?.close()
    await hosted?.close()
  })

  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
  const codeField = (page: Page) => page.getByRole('textbox', { name: 'The 6 digits of the code' })
  const draft = (page: Page) => page.getByRole('textbox', { name: 'Question', exact: true })
  const place = (page: Page) => button(page, /Switch organisation/)

  /** An organisation and someone invited to it, who has not signed in yet. */
  async function invited(role: 'owner' | 'admin' | 'member' | 'viewer' = 'member') {
    const tenant = await hosted.addTenant()
    const email = `person-${randomUUID()}@example.com`
    await tenant.owner.json('POST', '/invitations', { email, role })
    return { ...tenant, email }
  }

  it('is signed in to by keys alone: wrong digits first, then those of the mail, in Persian digits', async () => {
    const { slug, email } = await invited()
    const { page, problems } = await windows.open({ path: `?org=${slug}` })
    // The organisation is in the address, so the e-mail is what is missing.
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('email')
    await page.keyboard.type('nobody')
    await page.keyboard.press('Enter')
    await page.getByText('Write a full address').waitFor()
    await page.keyboard.press('Control+a')
    await page.keyboard.type(email)
    await page.keyboard.press('Enter')
    await codeField(page).waitFor()
    const code = await codeFor(hosted.mail, email)
    await page.keyboard.type(String((Number(code) + 1) % 1_000_000).padStart(6, '0'))
    await page.getByRole('alert').getByText('That code is not right').waitFor()
    expect(await codeField(page).inputValue()).toBe('')
    await page.keyboard.insertText(code.replace(/\d/g, (digit) => '۰۱۲۳۴۵۶۷۸۹'[Number(digit)] ?? ''))
    await openedHosted(page)
    expect(page.url()).not.toMatch(/token|ey[A-Za-z0-9]/)
    expect(await page.evaluate(() => localStorage.getItem('docuchat.sign-in'))).toBeNull()
    // The browser's own line about the refused code.
    expect(problems.filter((problem) => !problem.includes('401'))).toEqual([])
  })

  it('says what is wrong: no such organisation, too soon for another code, no network', async () => {
    const { slug, email } = await invited()
    const { page } = await windows.open()
    const organisation = page.getByRole('textbox', { name: 'Organisation' })
    await organisation.fill('no-such-place')
    await page.getByRole('textbox', { name: 'E-mail' }).fill(email)
    await button(page, 'Send the code').click()
    await page.getByText('There is no organisation “no-such-place”').waitFor()
    await organisation.fill(slug)
    await page.context().setOffline(true)
    await button(page, 'Send the code').click()
    await page.getByRole('alert').getByText('The server cannot be reached').waitFor()
    await page.context().setOffline(false)
    await button(page, 'Send the code').click()
    await page.getByText(/Send again in \d+ s/).waitFor()
    await button(page, 'Change').click()
    await button(page, 'Send the code').click()
    await page
      .getByRole('alert')
      .getByText(/Too many requests. Try again in \d+ s/)
      .waitFor()
    // The code that was sent before still serves.
    await button(page, 'I have a code already').click()
    await page.getByRole('checkbox').waitFor({ state: 'detached' })
    await codeField(page).fill(await codeFor(hosted.mail, email))
    await openedHosted(page)
  })

  it('stays signed in where that was asked for, in every tab, until the sign-out', async () => {
    const { slug, email } = await invited()
    const { page } = await windows.open({ path: `?org=${slug}` })
    await page.getByRole('textbox', { name: 'E-mail' }).fill(email)
    await page.getByRole('checkbox', { name: /Stay signed in/ }).check()
    await button(page, 'Send the code').click()
    await codeField(page).fill(await codeFor(hosted.mail, email))
    await openedHosted(page)
    const other = await page.context().newPage()
    await other.goto(`${hosted.url}/app/`)
    await openedHosted(other)
    await button(other, /^Account of/).click()
    await other.getByRole('menuitem', { name: 'Sign out' }).click()
    await button(other, 'Send the code').waitFor()
    // It has ended on the server, so the first tab cannot go on either.
    await page.keyboard.press('Control+,')
    await page.getByRole('button', { name: 'Rename' }).first().click()
    await page.getByRole('textbox', { name: 'Your name' }).fill('Nobody')
    await page.keyboard.press('Enter')
    await button(page, 'Send the code').waitFor()
    expect(await page.evaluate(() => localStorage.getItem('docuchat.sign-in'))).toBeNull()
  })

  it('adds a document, shows it, answers from it, and tells a colleague of it', async () => {
    const { slug, owner, email } = await invited()
    const [mine, theirs] = [
      await windows.open({ as: owner }),
      await windows.open({ as: await hosted.signIn(slug, email) }),
    ]
    await Promise.all([openedHosted(mine.page), openedHosted(theirs.page)])
    await dropFiles(mine.page, [{ name: 'Annual report.pdf', bytes: await annualReportPdf() }])
    await ready(theirs.page, 'Annual report', 2)
    await ask(mine.page, 'Why did revenue grow?')
    await button(mine.page, /^Citation 1/)
      .first()
      .click()
    await mine.page.locator('.docuchat-mark-current').first().waitFor()
    expect([...mine.problems, ...theirs.problems]).toEqual([])
  })

  it('keeps what was being written when the sign-in ends', async () => {
    const { slug, owner, email } = await invited()
    const member = await hosted.signIn(slug, email)
    const { page } = await windows.open({ as: member })
    await openedHosted(page)
    await dropFiles(page, [{ name: 'Annual report.pdf', bytes: await annualReportPdf() }])
    await ready(page, 'Annual report', 2)
    await draft(page).fill('Half a question')
    await owner.json('PATCH', `/members/${member.userId}`, { role: 'viewer' })
    await page.keyboard.press('Control+Shift+f')
    await page.locator('main input').first().fill('revenue')
    await page.getByText('Your sign-in has ended').waitFor()
    const before = hosted.mail.mails.length
    await page.getByRole('textbox', { name: 'E-mail' }).fill(email)
    await page.getByRole('textbox', { name: 'Organisation' }).fill(slug)
    await hosted.server.parts.kv.delete(`tries:cooldown:${member.tenantId}:${email}`)
    await button(page, 'Send the code').click()
    await codeField(page).fill(await codeFor(hosted.mail, email, before))
    await openedHosted(page)
    await page.keyboard.press('Escape')
    await expect.poll(() => draft(page).inputValue()).toBe('Half a question')
    // Their role is another now, which the window knows.
    await button(page, 'Add PDFs').waitFor({ state: 'detached' })
  })

  it('changes the organisation, and shows nothing of the one before', async () => {
    const { slug, owner, email } = await invited()
    const second = await hosted.addTenant()
    await second.owner.json('POST', '/invitations', { email, role: 'viewer' })
    await hosted.signIn(second.slug, email)
    await owner.addReady('First only.pdf', await annualReportPdf())
    const { page } = await windows.open({ as: await hosted.signIn(slug, email) })
    await row(page, 'First only').waitFor()
    await place(page).click()
    await page.getByRole('menuitem', { name: new RegExp(second.slug) }).click()
    await button(page, new RegExp(`^${second.slug}`)).waitFor()
    await page.getByText('No documents yet').waitFor()
    expect(await row(page, 'First only').count()).toBe(0)
  })

  it('renames its user, and keeps their language and theme in the browser', async () => {
    const { owner } = await hosted.addTenant()
    const { page } = await windows.open({ as: owner })
    await openedHosted(page)
    await page.keyboard.press('Control+,')
    for (const absent of ['Models', 'Storage', 'Privacy'])
      expect(await page.getByRole('navigation').getByRole('button', { name: absent }).count()).toBe(0)
    await button(page, 'Rename').click()
    await page.getByRole('textbox', { name: 'Your name' }).fill('نیلوفر رحیمی')
    await page.keyboard.press('Enter')
    await button(page, 'Account of نیلوفر رحیمی').waitFor()
    await page.getByText('فارسی').click()
    await page.keyboard.press('Control+Shift+d')
    await page.reload()
    await expect.poll(() => page.evaluate(() => document.documentElement.dir)).toBe('rtl')
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
    expect(((await owner.json('GET', '/me')) as { name: string }).name).toBe('نیلوفر رحیمی')
  })

  it('offers viewers nothing that would change the library, and says why where they try', async () => {
    const { slug, owner, email } = await invited('viewer')
    await owner.addReady('Annual report.pdf', await annualReportPdf())
    await owner.json('POST', '/folders', { id: uuidv7(), name: 'Reports', parentId: null })
    const { page } = await windows.open({ as: await hosted.signIn(slug, email) })
    await row(page, 'Annual report').click({ button: 'right' })
    const menu = page.getByRole('menu')
    expect(await menu.getByRole('menuitem').allTextContents()).toHaveLength(1)
    await page.keyboard.press('Escape')
    expect(await button(page, 'Add PDFs').count()).toBe(0)
    expect(await button(page, 'New folder').count()).toBe(0)
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill('Add PDFs')
    expect(await page.getByRole('option').allTextContents()).not.toContainEqual(
      expect.stringMatching(/^Add PDFs/),
    )
    await page.keyboard.press('Escape')
    await page.keyboard.press('Delete')
    await page.getByText('Your role here, viewer, does not allow this').waitFor()
    await row(page, 'Annual report').waitFor()
    await dropFiles(page, [{ name: 'Other.pdf', bytes: await annualReportPdf() }])
    await ask(page, 'Why did revenue grow?')
    expect(await row(page, 'Other').count()).toBe(0)
  })
})
