/** The mail with a sign-in code. */
import type { Language } from '../../contract/index.ts'
import { letter, type MailContent } from './letter.ts'

export interface CodeMail {
  readonly to: string
  readonly code: string
  readonly tenantName: string
  readonly language: Language
  readonly minutes: number
}

const texts = {
  en: {
    subject: (code: string) => `${code} is your DocuChat code`,
    lead: (tenant: string) => `Your code to sign in to ${tenant}:`,
    rest: (minutes: number) =>
      `It holds for ${minutes} minutes and works once. If you did not ask for it, you need not do anything: nobody can sign in without it.`,
  },
  fa: {
    subject: (code: string) => `کد ورود شما به DocuChat: ${code}`,
    lead: (tenant: string) => `کد شما برای ورود به ${tenant}:`,
    rest: (minutes: number) =>
      `این کد تا ${minutes.toLocaleString('fa-IR')} دقیقه اعتبار دارد و یک بار به کار می‌آید. اگر شما آن را نخواسته‌اید، لازم نیست کاری بکنید؛ بدون این کد کسی نمی‌تواند وارد شود.`,
  },
} as const

/** The code in ASCII digits in either language, so that it can be copied. */
export function codeMail({ code, tenantName, language, minutes }: Omit<CodeMail, 'to'>): MailContent {
  const { subject, lead, rest } = texts[language]
  return letter(language, {
    subject: subject(code),
    lead: lead(tenantName),
    centre: code,
    rest: rest(minutes),
  })
}
