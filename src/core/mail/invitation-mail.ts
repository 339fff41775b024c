/** The mail that tells someone of an invitation. */
import type { Language } from '../../contract/index.ts'
import { letter, type MailContent } from './letter.ts'

export interface InvitationMail {
  readonly to: string
  readonly tenantName: string
  /** Null for the server's operator. */
  readonly inviterName: string | null
  /** Until when it can be accepted, ISO 8601. */
  readonly expiresAt: string
  readonly language: Language
  /** Where people sign in; without it the mail names no address. */
  readonly url?: string | undefined
}

const texts = {
  en: {
    subject: (tenant: string) => `You are invited to ${tenant} on DocuChat`,
    lead: (tenant: string, inviter: string | null) =>
      inviter === null
        ? `You are invited to ${tenant} on DocuChat, where documents are asked and answer.`
        : `${inviter} invites you to ${tenant} on DocuChat, where documents are asked and answer.`,
    rest: (email: string, day: string) =>
      `Sign in with this address, ${email}, until ${day}; a code will come by mail, there is no password. If you do not know what this is about, you need not do anything.`,
  },
  fa: {
    subject: (tenant: string) => `دعوت به ${tenant} در DocuChat`,
    lead: (tenant: string, inviter: string | null) =>
      inviter === null
        ? `شما به ${tenant} در DocuChat دعوت شده‌اید؛ جایی که از سندها می‌پرسند و پاسخ می‌گیرند.`
        : `${inviter} شما را به ${tenant} در DocuChat دعوت کرده است؛ جایی که از سندها می‌پرسند و پاسخ می‌گیرند.`,
    rest: (email: string, day: string) =>
      `تا ${day} با همین نشانی، ${email}، وارد شوید؛ رمزی در کار نیست و کد ورود با ایمیل می‌آید. اگر نمی‌دانید این نامه برای چیست، لازم نیست کاری بکنید.`,
  },
} as const

export function invitationMail({
  to,
  tenantName,
  inviterName,
  expiresAt,
  language,
  url,
}: InvitationMail): MailContent {
  const { subject, lead, rest } = texts[language]
  const day = new Date(expiresAt).toLocaleDateString(language === 'fa' ? 'fa-IR' : 'en-GB', {
    ...{ day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' },
  })
  return letter(language, {
    subject: subject(tenantName),
    lead: lead(tenantName, inviterName),
    ...(url !== undefined && { centre: url }),
    rest: rest(to, day),
  })
}
