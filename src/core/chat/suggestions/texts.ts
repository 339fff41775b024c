/** The first questions that are suggested, in each language, and what a document must speak of to answer them. */
import type { Language } from '../../../contract/index.ts'

export interface Topic {
  /** Concepts of the lexicon, each with the fewest places that make an answer likely. */
  readonly needs: Readonly<Record<string, number>>
  /** The only kinds of report that it is asked of. */
  readonly forms?: readonly string[]
  /** `company` and `period` as the language phrases them; the period may be empty. */
  readonly question: Readonly<Record<Language, (company: string, period: string) => string>>
}

/**
 * The Persian questions name in English, too, what most filings say in English alone: retrieval translates only the lexicon's measures.
 * In the order in which an analyst would ask; a question is suggested for one document only.
 */
export const topics: readonly Topic[] = [
  {
    needs: { revenue: 5, 'net-income': 5, 'income-tax': 3 },
    question: {
      en: (company, period) => `What was the revenue of ${company}${period}?`,
      fa: (company, period) => `درآمد ${company}${period} چقدر بود؟`,
    },
  },
  {
    // “Guidance” in annual reports is mostly that of the accounting standards.
    forms: ['earnings release'],
    needs: { guidance: 3 },
    question: {
      en: (company) => `What outlook does ${company} give?`,
      fa: (company) => `${company} چه چشم‌اندازی (guidance) ارائه می‌کند؟`,
    },
  },
  {
    needs: { risk: 20 },
    question: {
      en: (company) => `What are the main risk factors of ${company}?`,
      fa: (company) => `مهم‌ترین عوامل ریسک ${company} چیست؟`,
    },
  },
  {
    needs: { 'operating-cash-flow': 3 },
    question: {
      en: (company, period) => `How much cash did the operating activities of ${company} provide${period}?`,
      fa: (company, period) => `جریان نقد فعالیت‌های عملیاتی ${company}${period} چقدر بود؟`,
    },
  },
  {
    needs: { segments: 5 },
    question: {
      en: (company) => `Which business segments does ${company} report?`,
      fa: (company) => `${company} چه بخش‌های عملیاتی دارد؟`,
    },
  },
  {
    needs: { covenants: 5, debt: 10 },
    question: {
      en: (company) => `Which credit facilities does ${company} have?`,
      fa: (company) => `${company} چه تسهیلات اعتباری (credit facility) دارد؟`,
    },
  },
  {
    needs: { legal: 5 },
    question: {
      en: (company) => `Which legal proceedings is ${company} involved in?`,
      fa: (company) => `${company} با چه دعاوی حقوقی روبه‌رو است؟`,
    },
  },
  {
    needs: { election: 10 },
    question: {
      en: (company) => `What did the shareholders of ${company} vote on?`,
      fa: (company) => `سهام‌داران ${company} به چه رأی دادند؟`,
    },
  },
  {
    needs: { 'net-income': 3 },
    question: {
      en: (company, period) => `What was the net income of ${company}${period}?`,
      fa: (company, period) => `سود خالص ${company}${period} چقدر بود؟`,
    },
  },
  {
    needs: { restructuring: 10 },
    question: {
      en: (company) => `What restructuring does ${company} describe?`,
      fa: (company) => `${company} چه تجدید ساختاری (restructuring) انجام داد؟`,
    },
  },
  {
    needs: { officers: 5 },
    question: {
      en: (company) => `Who are the executive officers of ${company}?`,
      fa: (company) => `مدیران اجرایی (executive officers) ${company} چه کسانی هستند؟`,
    },
  },
]

/** With a space before it, to stand at the end of a clause. */
export const periodTexts: Readonly<
  Record<Language, (year: number | null, quarter: number | null) => string>
> = {
  en: (year, quarter) =>
    year === null ? '' : quarter === null ? ` in fiscal ${year}` : ` in Q${quarter} of fiscal ${year}`,
  fa: (year, quarter) =>
    year === null
      ? ''
      : quarter === null
        ? ` در سال مالی ${persian(year)}`
        : ` در Q${quarter} سال مالی ${persian(year)}`,
}

/**
 * For documents that are no reports of a company: asks for what stands below one of their headings. The name is null where
 * there is but one document: a word for “document” would be searched for.
 */
export const headingTexts: Readonly<Record<Language, (document: string | null, heading: string) => string>> =
  {
    en: (document, heading) =>
      document === null
        ? `What does it say about “${heading}”?`
        : `What does “${document}” say about “${heading}”?`,
    fa: (document, heading) =>
      document === null ? `دربارهٔ «${heading}» چه می‌گوید؟` : `«${document}» دربارهٔ «${heading}» چه می‌گوید؟`,
  }

const persian = (number: number): string => number.toLocaleString('fa-IR', { useGrouping: false })
