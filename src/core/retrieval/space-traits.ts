/** How vectors of a space are asked and how much they count: measured for each kind of model. */
import { analyze } from './analyze.ts'
import { phrasingWords, stopWords } from './stop-words.ts'

export interface SpaceTraits {
  /** What the nearest chunk adds to a page, beside a keyword score of about 0 to 1 (see fusion.ts). */
  readonly weight: number
  /** The text whose vector stands for the question. */
  readonly asked: (question: string) => string
}

/**
 * The built-in model adds up words, so those by which a question only asks are left out. Measured on 167 questions of our own on 20
 * filings (`npm run bench retrieval`): the page among the first eight in .94 for .91 by words alone in one filing, .92 for .86 among
 * all; from 0.3 to 0.6 it makes no difference that fewer than three questions decide.
 */
const bagOfWords: SpaceTraits = { weight: 0.45, asked: contentOf }

/** Models of sentences read the question as it is. Measured with all-MiniLM-L6-v2 behind bench/embedding-endpoint. */
const sentences: SpaceTraits = { weight: 0.1, asked: (question) => question }

export const traitsOf = (space: string): SpaceTraits =>
  space.startsWith('builtin/') ? bagOfWords : sentences

function contentOf(question: string): string {
  const words = analyze(question).map(({ word }) => word)
  const content = words.filter((word) => !phrasingWords.has(word) && !stopWords.has(word))
  return content.length === 0 ? question : content.join(' ')
}
