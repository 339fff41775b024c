/** What an invitation says, and that a name in it stays a name. */
import { describe, expect, it } from 'vitest'
import { invitationMail } from './invitation-mail.ts'

const invitation = {
  to: 'ada@example.com',
  tenantName: 'Acme',
  inviterName: 'Grace',
  expiresAt: '2026-03-09T09:30:00.000Z',
  url: 'https://docuchat.example.org/app/',
} as const

describe('the mail of an invitation', () => {
  it('says who invites whom to what, where and until when', () => {
    const { subject, text, html } = invitationMail({ ...invitation, language: 'en' })
    expect(subject).toBe('You are invited to Acme on DocuChat')
    for (const part of ['Grace invites you to Acme', invitation.url, invitation.to, '9 March 2026'])
      expect(text).toContain(part)
    expect(html).toContain(`<a href="${invitation.url}">`)
  })

  it('says it in Persian, from right to left, by the Persian calendar', () => {
    const { subject, text, html } = invitationMail({ ...invitation, language: 'fa' })
    expect(subject).toContain('دعوت به Acme')
    expect(text).toContain('۱۸ اسفند ۱۴۰۴')
    expect(html).toContain('dir="rtl"')
  })

  it('names no address where there is none, and no inviter where the operator invites', () => {
    const { text } = invitationMail({ ...invitation, url: undefined, inviterName: null, language: 'en' })
    expect(text).toMatch(/^You are invited to Acme/)
    expect(text).not.toContain('http')
  })

  it('lets no name add a line, a header or a tag', () => {
    const inviterName = 'Eve\r\nBcc: all@example.com <script>'
    const { subject, text, html } = invitationMail({
      ...{ ...invitation, inviterName, tenantName: 'A\nB', language: 'en' },
    })
    expect(subject).toBe('You are invited to A B on DocuChat')
    expect(text).toContain('Eve Bcc: all@example.com <script> invites')
    expect(html).toContain('&lt;script&gt;')
  })
})
