/** The mail with a sign-in code, as text and as HTML, in the reader's language. */
import type { Language } from '../../contract/index.ts'

export interface CodeMail {
  readonly to: string
  readonly code: string
  readonly tenantName: string
  readonly language: Language
  readonly minutes: number
}

export interface MailContent {
  readonly subject: string
  readonly text: string
  readonly html: string
}

const persianDigits = (number: number) => number.toLocaleString('fa-IR', { useGrouping: false })

const texts = {
  en: {
    direction: 'ltr',
    subject: (code: string) => `${code} is your DocuChat code`,
    lead: (tenant: string) => `Your code to sign in to ${tenant}:`,
    rest: (minutes: number) =>
      `It holds for ${minutes} minutes and works once. If you did not ask for it, you need not do anything: nobody can sign in without it.`,
  },
  fa: {
    direction: 'rtl',
    subject: (code: string) => `کد ورود شما به DocuChat: ${code}`,
    lead: (tenant: string) => `کد شما برای ورود به ${tenant}:`,
    rest: (minutes: number) =>
      `این کد تا ${persianDigits(minutes)} دقیقه اعتبار دارد و یک بار به کار می‌آید. اگر شما آن را نخواسته‌اید، لازم نیست کاری بکنید؛ بدون این کد کسی نمی‌تواند وارد شود.`,
  },
} as const

/** The code in ASCII digits in either language, so that it can be copied, and apart from the text around it in either direction. */
export function codeMail({ code, tenantName, language, minutes }: Omit<CodeMail, 'to'>): MailContent {
  const { direction, subject, lead, rest } = texts[language]
  const tenant = tenantName.replaceAll(/\s+/g, ' ')
  return {
    subject: subject(code),
    text: `${lead(tenant)}\n\n${code}\n\n${rest(minutes)}\n`,
    html: `<!doctype html><html lang="${language}" dir="${direction}"><body style="font-family: system-ui, sans-serif; font-size: 16px; line-height: 1.6; color: #1a2426">
<p>${escaped(lead(tenant))}</p>
<p dir="ltr" style="font-size: 28px; letter-spacing: 6px; font-weight: 600; text-align: ${direction === 'rtl' ? 'right' : 'left'}">${code}</p>
<p>${rest(minutes)}</p>
</body></html>`,
  }
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
