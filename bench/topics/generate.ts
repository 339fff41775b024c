/** Questions on every filing of a workspace, made of {@link topics}: one for each topic that few of its pages answer. */
import { topics } from './topics.ts'

export interface TopicQuestion {
  readonly topic: string
  readonly documentId: string
  readonly question: string
  /** 1-based. */
  readonly evidencePages: readonly number[]
}

export interface Filing {
  readonly documentId: string
  readonly company: string
  readonly year: number
  readonly pages: readonly { readonly number: number; readonly text: string }[]
}

/** With more pages the topic is mentioned everywhere, and no page of them is the answer. */
const MOST_PAGES = 6

/** A topic's ways to ask are used in turn, so that each filing is asked in several words. */
export function topicQuestions(filings: readonly Filing[]): TopicQuestion[] {
  return filings.flatMap(({ documentId, company, year, pages }, filing) =>
    topics.flatMap(({ name, questions, line, page: context }) => {
      const evidencePages = pages
        .filter(({ text }) => line.test(text) && (context?.test(text) ?? true))
        .map(({ number }) => number)
      const question = questions[filing % questions.length]
      if (question === undefined || evidencePages.length === 0 || evidencePages.length > MOST_PAGES) return []
      const asked = question.replaceAll('{company}', company).replaceAll('{year}', String(year))
      return [{ topic: name, documentId, question: asked, evidencePages }]
    }),
  )
}
