/** How well pages were found: the measures that retrieval is usually told by. */
export const CUTS = [1, 3, 5, 8, 20] as const
/** How many passages an answer is written from. */
export const READ = 8

export interface Outcome {
  /** Of the first page that answers, from 1; infinite when none was found. */
  readonly rank: number
  /** Whether the expected answer stands in the passages that an answer would be written from; null where none is expected. */
  readonly hasAnswer: boolean | null
}

export interface Measures {
  readonly questions: number
  /** Share of the questions by cut. */
  readonly hits: Readonly<Record<(typeof CUTS)[number], number>>
  /** Mean of 1 / rank. */
  readonly mrr: number
  /** Share of the questions with an expected answer; null where there are none. */
  readonly answers: number | null
}

export function measure(outcomes: readonly Outcome[]): Measures {
  const share = (test: (outcome: Outcome) => boolean, of = outcomes) => of.filter(test).length / of.length
  const expected = outcomes.filter(({ hasAnswer }) => hasAnswer !== null)
  const hit = (cut: number) => share(({ rank }) => rank <= cut)
  return {
    questions: outcomes.length,
    hits: { 1: hit(1), 3: hit(3), 5: hit(5), 8: hit(8), 20: hit(20) },
    mrr: outcomes.reduce((sum, { rank }) => sum + 1 / rank, 0) / outcomes.length,
    answers: expected.length > 0 ? share(({ hasAnswer }) => hasAnswer === true, expected) : null,
  }
}

/** More words are an explanation, which no passage has as it stands. */
const MOST_WORDS = 6

/**
 * Whether the answer stands in one of the passages: one figure as a figure (`$1,577.00` is `1577`, brackets and signs aside; `1,311.1`
 * million is the `1,311,137` of a table in thousands), a few words in their order. Null for an answer that is neither.
 */
export function standsIn(answer: string, passages: readonly string[]): boolean | null {
  const figures = figuresOf(answer)
  const [figure] = figures
  if (figures.length > 1 || answer.trim().split(/\s+/).length > MOST_WORDS) return null
  if (figure !== undefined)
    return passages.some((passage) => figuresOf(passage).some((found) => agrees(found, figure)))
  const words = wordsOf(answer)
  return words === '' ? null : passages.some((passage) => ` ${wordsOf(passage)} `.includes(` ${words} `))
}

/** Thousands, millions and billions in place of each other. */
const SCALES = [1e3, 1e6, 1e9]
/** A shorter figure, such as a year’s end or a count, would be found in any table. */
const LEAST_SCALED = 100

/** Whether `found`, rounded as `expected` is, says the same, in the same or a smaller unit. */
function agrees(found: number, expected: number): boolean {
  if (found === expected) return true
  const decimals = (String(expected).split('.')[1] ?? '').length
  return (
    expected >= LEAST_SCALED && SCALES.some((scale) => Number((found / scale).toFixed(decimals)) === expected)
  )
}

const figuresOf = (text: string): number[] =>
  [...text.normalize('NFKC').matchAll(/\p{Nd}[\p{Nd},٬]*(?:[.٫]\p{Nd}+)?/gu)].map(([figure]) =>
    Number(
      figure
        .replace(/[,٬]/g, '')
        .replace('٫', '.')
        .replace(/[۰-۹٠-٩]/g, (digit) => String(digit.charCodeAt(0) & 0xf)),
    ),
  )

const wordsOf = (text: string): string => (text.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? []).join(' ')
