/** The words that an exported chat is framed with, in each language. */
import type { Language } from '../../contract/index.ts'

export interface ExportTexts {
  readonly question: string
  readonly answer: string
  /** Above an answer without a model. */
  readonly quoted: string
  readonly stopped: string
  readonly notes: string
  readonly page: (page: number) => string
  /** `“quote”` as the language quotes. */
  readonly quote: (text: string) => string
}

export const exportTexts: Readonly<Record<Language, ExportTexts>> = {
  en: {
    question: 'Question',
    answer: 'Answer',
    quoted: 'Quoted from the documents, not written by a model.',
    stopped: 'Stopped before the end.',
    notes: 'Notes',
    page: (page) => `page ${page}`,
    quote: (text) => `“${text}”`,
  },
  fa: {
    question: 'پرسش',
    answer: 'پاسخ',
    quoted: 'نقل‌قول از اسناد است، نوشتهٔ مدل نیست.',
    stopped: 'پیش از پایان متوقف شد.',
    notes: 'یادداشت‌ها',
    page: (page) => `صفحهٔ ${page.toLocaleString('fa-IR', { useGrouping: false })}`,
    quote: (text) => `«${text}»`,
  },
}
