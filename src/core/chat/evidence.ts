/** How well the passages that were found bear on a question, for answers that no model weighs. */
import { builtinEmbedding } from '../models/index.ts'
import { traitsOf } from '../retrieval/index.ts'
import type { Quotations } from './extractive.ts'
import { foldText } from './fold.ts'
import type { Passage } from './passage.ts'

/**
 * Logistic regression over 167 questions of our own on 20 filings, each asked where it is answered, half of them in the filing of
 * another company too, and 35 on other subjects. `npm run bench not-found`: 3 % of the first are turned away, 74 % of the second and
 * 60 % of the third; by the words covered alone, for 3 % of the first, it was 29 % and 26 %.
 */
const weights = { coverage: 3.4, quoted: 6.4, nearest: 4.8, missingName: -2.4 }
export const LEAST_EVIDENCE = 4.3

/** Passages and quotations that are compared with the question: the best ones, where an answer would be. */
const COMPARED = 3

/** Evidence that `passages` answer the question: below {@link LEAST_EVIDENCE} it is to be said that they do not. */
export async function evidenceOf(
  question: string,
  { coverage, quotations }: Quotations,
  passages: readonly Passage[],
): Promise<number> {
  if (quotations.length === 0) return 0
  const quoted = quotations.slice(0, COMPARED).map(({ n, text }) => {
    const headings = passages.find((passage) => passage.n === n)?.headingPath ?? []
    return `${headings.join(' ')} ${text}`
  })
  const nearest = passages.slice(0, COMPARED).map(({ text }) => text)
  const similar = await similarities(question, [...quoted, ...nearest])
  return (
    weights.coverage * coverage +
    weights.quoted * Math.max(0, ...similar.slice(0, quoted.length)) +
    weights.nearest * Math.max(0, ...similar.slice(quoted.length)) +
    (namesSomethingElse(question, passages) ? weights.missingName : 0)
  )
}

/** Cosine similarities by the built-in model, whichever one the workspace searches with: the weights were learned with it. */
async function similarities(question: string, texts: readonly string[]): Promise<number[]> {
  const model = builtinEmbedding()
  const asked = traitsOf(model.space).asked(question)
  const { vectors } = await model.embed([asked, ...texts], new AbortController().signal)
  const [first, ...rest] = vectors
  return rest.map((vector) => vector.reduce((sum, value, at) => sum + value * (first?.[at] ?? 0), 0))
}

/** Capitalised words within a sentence; what opens one is capitalised anyway. */
const NAME = /(?<!^|[.?!:] )\b\p{Lu}[\p{L}&’'-]{2,}/gu

/** Whether the question has a name in it that no passage, heading or file name knows, such as another company's. */
function namesSomethingElse(question: string, passages: readonly Passage[]): boolean {
  const said = passages.map(({ documentName, headingPath, text }) =>
    foldText(`${text} ${headingPath.join(' ')} ${documentName}`),
  )
  // Joined, since file names and questions write names together that texts do not, and the other way round.
  const known = said.join(' ').replace(/[^\p{L}\p{N}]+/gu, '')
  return [...question.matchAll(NAME)].some(
    ([name]) => !known.includes(foldText(name.replace(/[’']s?$/u, '')).replace(/[^\p{L}\p{N}]+/gu, '')),
  )
}
