/** How vectors of a space are asked and how much they count: measured for each kind of model. */
import { analyze } from './analyze.ts'
import { phrasingWords, stopWords } from './stop-words.ts'

export interface SpaceTraits {
  /** What the nearest chunk adds to a page, beside a keyword score of about 0 to 1 (see fusion.ts). */
  readonly weight: number
  /** Cosine similarity below which a page that has no word of the question is none of the results. */
  readonly least: number
  /** The text whose vector stands for the question. */
  readonly asked: (question: string) => string
}

/**
 * The built-in model adds up words, so those by which a question only asks are left out. Measured on 167 questions of our own on 20
 * filings (`npm run bench retrieval`): the page among the first eight in .94 for .91 by words alone in one filing, .92 for .86 among
 * all; from 0.3 to 0.6 no more than three questions decide the difference. An
 * English question and the Persian page that answers it may have a similarity of 0.1: at least 0.3 would lose half of such pages.
 */
const bagOfWords: SpaceTraits = { weight: 0.45, least: 0, asked: contentOf }

/** Models of sentences read the question as it is, and each has a range of its own. Measured with all-MiniLM-L6-v2 behind bench/embedding-endpoint. */
const sentences: SpaceTraits = { weight: 0.1, least: -1, asked: (question) => question }

export const traitsOf = (space: string): SpaceTraits =>
  space.startsWith('builtin/') ? bagOfWords : sentences

function contentOf(question: string): string {
  const words = analyze(question).map(({ word }) => word)
  const content = words.filter((word) => !phrasingWords.has(word) && !stopWords.has(word))
  return content.length === 0 ? question : content.join(' ')
}
