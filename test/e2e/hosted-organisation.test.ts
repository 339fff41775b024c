/** The pages of the organisation: people, limits, usage, the audit log, failed documents, and what holds for all. */
import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Member, Quota, Tenant } from '../../src/contract/index.ts'
import { annualReportPdf } from '../fixtures/pdf.ts'
import { type Hosted, type HostedWindows, isMissing, launchWindows, openHosted } from './hosted.ts'
import { failJobs } from './hosted-jobs.ts'
import { inspect } from './inspect.ts'

const PAGES = ['Members', 'Token limits', 'Audit log', 'Failed documents', 'Organisation'] as const

describe.skipIf(inject('chromium') === null || isMissing)('the pages of the organisation', () => {
  let hosted: Hosted
  let windows: HostedWindows
  beforeAll(async () => {
    hosted = await openHosted({ CHAT_MODEL: 'stand-in' }, { reply: () => 'Prices rose. [1]' })
    windows = await launchWindows(hosted)
  })
  afterAll(async () => {
    await windows?.close()
    await hosted?.close()
  })

  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
  const link = (page: Page, name: string) =>
    page.getByRole('navigation').getByRole('button', { name, exact: true })
  const rowOf = (page: Page, name: string | RegExp) => page.getByRole('row', { name })

  /** An organisation with its owner, a member and a viewer. */
  async function peopled() {
    const tenant = await hosted.addTenant()
    const signedIn = async (name: string, role: 'member' | 'viewer') => {
      const email = `${name.toLowerCase()}-${randomUUID().slice(0, 8)}@example.com`
      await tenant.owner.json('POST', '/invitations', { email, role })
      const caller = await hosted.signIn(tenant.slug, email)
      await caller.json('PATCH', '/me', { name })
      return caller
    }
    return { ...tenant, mina: await signedIn('Mina', 'member'), omid: await signedIn('Omid', 'viewer') }
  }

  async function settings(as: Parameters<typeof windows.open>[0] & object) {
    const opened = await windows.open(as)
    await opened.page.locator('header [aria-haspopup=menu]').first().waitFor()
    await opened.page.keyboard.press('Control+,')
    return opened
  }

  it('are for admins alone', async () => {
    const { mina, owner } = await peopled()
    const member = await settings({ as: mina })
    await link(member.page, 'General').waitFor()
    for (const name of PAGES) expect(await link(member.page, name).count()).toBe(0)
    const admin = await settings({ as: owner })
    for (const name of PAGES) await link(admin.page, name).waitFor()
  })

  it('manage people: invite, change a role, find, remove; the own role stays', async () => {
    const { owner, mina } = await peopled()
    const { page, problems } = await settings({ as: owner })
    await link(page, 'Members').click()
    await page.getByText('3 people and 0 invitations').waitFor()
    const addresses = page.getByRole('textbox', { name: 'E-mail addresses' })
    await addresses.fill('sara@example.com, not-an-address')
    await page.keyboard.press('Enter')
    await page.getByText('“not-an-address” is not a full e-mail address.').waitFor()
    await addresses.fill('sara@example.com; Omar@Example.com')
    await page.keyboard.press('Enter')
    await button(page, 'Withdraw the invitation of omar@example.com').click()
    await page.getByText('3 people and 1 invitation in').waitFor()

    await rowOf(page, /Mina/)
      .getByRole('button', { name: /Role of Mina/ })
      .click()
    await page.getByRole('menuitem', { name: 'Admin' }).click()
    await rowOf(page, /Mina/)
      .getByRole('button', { name: /Role of Mina: Admin/ })
      .waitFor()
    const roles = (await owner.json('GET', '/members')) as Member[]
    expect(roles.find(({ userId }) => userId === mina.userId)?.role).toBe('admin')
    expect(
      await rowOf(page, /\(you\)/)
        .getByRole('button')
        .count(),
    ).toBe(0)

    await page.getByRole('searchbox', { name: 'Name or e-mail' }).fill('omi')
    await expect.poll(() => page.getByRole('row').count()).toBe(2)
    await button(page, 'Remove Omid').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await page.getByText('Nobody here has this name or address.').waitFor()
    await expect.poll(async () => ((await owner.json('GET', '/members')) as Member[]).length).toBe(2)
    expect(problems).toEqual([])
  })

  it('let an admin manage neither owners nor other admins', async () => {
    const { owner, mina, slug } = await peopled()
    await owner.json('PATCH', `/members/${mina.userId}`, { role: 'admin' })
    await hosted.server.parts.kv.delete(`tries:cooldown:${mina.tenantId}:${mina.email}`)
    const { page } = await settings({ as: await hosted.signIn(slug, mina.email) })
    await link(page, 'Members').click()
    await rowOf(page, /Omid/).waitFor()
    expect(await button(page, /^Role of/).count()).toBe(1)
    await button(page, /Role of Omid/).click()
    expect(await page.getByRole('menuitem').allTextContents()).toEqual([
      expect.stringContaining('Member'),
      expect.stringContaining('Viewer'),
    ])
  })

  it('set limits, show how far they are used, and who used how much', async () => {
    const { owner, mina } = await peopled()
    await owner.addReady('Annual report.pdf', await annualReportPdf())
    const answer = await mina.request('POST', '/answers', { question: 'Why did revenue grow?' })
    expect(await answer.text()).toContain('"type":"done"')
    const { page, problems } = await settings({ as: owner })
    await link(page, 'Token limits').click()
    await page.getByText('There are no limits.').waitFor()
    await button(page, /For whom/).click()
    await page.getByRole('menuitem', { name: 'Mina' }).click()
    const tokens = page.getByRole('textbox', { name: 'Tokens' })
    await tokens.fill('a lot')
    await page.getByText('Write a whole number').waitFor()
    await tokens.fill('۲٫۵ میلیون')
    await page.keyboard.press('Enter')
    await rowOf(page, /Mina/)
      .getByText(/of 2,500,000/)
      .waitFor()
    expect((await owner.json('GET', '/quotas')) as Quota[]).toMatchObject([
      { userId: mina.userId, window: '24h', tokens: 2_500_000, used: expect.any(Number) },
    ])
    await button(page, 'Change the limit of Mina').click()
    await tokens.fill('1')
    await page.keyboard.press('Enter')
    await rowOf(page, /Mina/).getByText('used up').waitFor()
    await button(page, 'Remove the limit of Mina').click()
    await page.getByText('There are no limits.').waitFor()

    await link(page, 'Usage').click()
    await page.getByRole('table', { name: 'By person' }).getByRole('row', { name: /Mina/ }).waitFor()
    expect(problems).toEqual([])
  })

  it('show the audit log in pages, filtered by what happened and by whom', async () => {
    const { owner, mina } = await peopled()
    for (let count = 0; count < 60; count++) await owner.json('PATCH', '/tenant', { name: `Name ${count}` })
    const { page } = await settings({ as: owner })
    await link(page, 'Audit log').click()
    await page.getByText('Name: Name 59').waitFor()
    await button(page, 'Show older').click()
    await page.getByText('Name: Name 3', { exact: true }).waitFor()
    await button(page, /What happened/).click()
    await page.getByRole('menuitem', { name: 'Joined' }).click()
    await expect.poll(() => page.getByRole('row').count()).toBe(4)
    await button(page, /^Person/).click()
    await page.getByRole('menuitem', { name: 'Mina' }).click()
    await expect.poll(() => page.getByRole('row').count()).toBe(2)
    expect(mina.userId).not.toBe(owner.userId)
  })

  it('try failed documents again', async () => {
    const { id, owner } = await peopled()
    const document = await owner.addReady('Annual report.pdf', await annualReportPdf())
    const { page } = await settings({ as: owner })
    await link(page, 'Failed documents').click()
    await page.getByText('All documents that were added could be read.').waitFor()
    await failJobs(hosted.server.parts.database, {
      tenantId: id,
      userId: owner.userId,
      documentId: document.id,
    })
    await link(page, 'Members').click()
    await link(page, 'Failed documents').click()
    await button(page, 'Try Annual report.pdf again').click()
    await page.getByText('All documents that were added could be read.').waitFor()
  })

  it('change what holds for all', async () => {
    const { owner } = await peopled()
    const { page } = await settings({ as: owner })
    await link(page, 'Organisation').click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Meridian Research')
    await page.keyboard.press('Enter')
    await button(page, /^Meridian Research/)
      .first()
      .waitFor()
    const domain = page.getByRole('textbox', { name: /^Domain/ })
    await domain.fill('nowhere')
    await page.keyboard.press('Enter')
    await page.getByText('Write a domain, such as example.org.').waitFor()
    await domain.fill('meridian.example')
    await page.keyboard.press('Enter')
    await button(page, 'Remove meridian.example').waitFor()
    await page.getByText('فارسی').click()
    await expect
      .poll(async () => (await owner.json('GET', '/tenant')) as Tenant)
      .toMatchObject({
        name: 'Meridian Research',
        allowedDomains: ['meridian.example'],
        allowedModels: null,
        defaultLanguage: 'fa',
      })
  })

  const looks = [
    ...(['en', 'fa'] as const).flatMap((language) =>
      (['light', 'dark'] as const).map((theme) => ({ language, theme, width: 1440, height: 900 })),
    ),
    { language: 'en', theme: 'light', width: 900, height: 600 } as const,
  ]
  /** One organisation for all looks: codes by mail are limited. */
  async function busy() {
    const { id, owner, mina } = await peopled()
    await mina.json('PATCH', '/me', { name: 'Mina Sharifi-Nordström of the very long-winded Department' })
    const document = await owner.addReady(
      'Annual report of a company with a long name 2025.pdf',
      await annualReportPdf(),
    )
    await (await mina.request('POST', '/answers', { question: 'Why did revenue grow?' })).text()
    await owner.json('POST', '/invitations', { email: 'sara.mohebbi@analysts.example.com', role: 'member' })
    await owner.json('PUT', '/quotas', { userId: null, window: '7d', tokens: 2_000_000 })
    await owner.json('PUT', '/quotas', { userId: mina.userId, window: '24h', tokens: 10 })
    await owner.json('PATCH', '/tenant', {
      allowedDomains: ['meridian.example'],
      allowedModels: ['stand-in'],
    })
    await failJobs(hosted.server.parts.database, {
      tenantId: id,
      userId: owner.userId,
      documentId: document.id,
    })
    return { owner }
  }
  let lookedAt: ReturnType<typeof busy> | undefined
  it.each(looks)('look right: $theme, $language, $width × $height', async (look) => {
    const { language, theme, width, height } = look
    const suffix = width === 900 ? '900x600' : `${theme}-${language === 'fa' ? 'rtl' : 'ltr'}`
    lookedAt ??= busy()
    const { owner } = await lookedAt
    const { page, close } = await settings({ as: owner, language, theme, viewport: { width, height } })
    const nav = page.getByRole('navigation').last().getByRole('button')
    // The pages of the organisation come when the role is known.
    await nav.nth(9).waitFor()
    for (const [index, name] of ['usage', 'members', 'quotas', 'audit', 'jobs', 'organisation'].entries()) {
      await nav.nth((await nav.count()) - 6 + index).click()
      await page.locator('main table, main form').first().waitFor()
      await inspect(page, `organisation-${name}-${suffix}`)
    }
    await close()
  })
})
