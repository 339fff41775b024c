/** Streams the extractive answer as a model would stream its own: an introduction, then quotations with their citations. */
import { setImmediate } from 'node:timers/promises'
import { AppError, type Language } from '../../contract/index.ts'
import type { CitationStream, CitedPart } from './citation-stream.ts'
import { evidenceOf, LEAST_EVIDENCE } from './evidence.ts'
import { quotationsFor } from './extractive.ts'
import type { Figure } from './figure.ts'
import type { Passage } from './passage.ts'
import { promptsIn } from './prompts.ts'

/** Pages named when nothing can be quoted. */
const NEAREST = 3

/** The answer to `question` in quotations of `passages`, through `citations`; aborting throws `cancelled` between two of them. */
export async function* quoteAnswer(
  question: string,
  passages: readonly Passage[],
  citations: CitationStream,
  language: Language,
  signal: AbortSignal,
): AsyncGenerator<CitedPart> {
  const prompts = promptsIn(language)
  if (passages.length === 0) {
    yield* citations.write(prompts.nothingFound)
    return
  }
  const found = quotationsFor(question, passages)
  if ((await evidenceOf(question, found, passages)) < LEAST_EVIDENCE) {
    yield* citations.write(prompts.nothingToQuote)
    for (const passage of nearestPages(passages)) {
      const name = passage.documentName.replace(/[[\]【】]/g, '')
      yield* citations.write(`\n- ${name}, ${prompts.page(passage.page)}`)
    }
    return
  }
  yield* citations.write(`${prompts.quoting}\n`)
  for (const { n, text, spans, figures } of found.quotations) {
    // Lets a stop, or another request of the same process, come in between.
    await setImmediate()
    if (signal.aborted) throw new AppError('cancelled')
    yield* citations.write('\n- ')
    if (figures.length > 0) yield* citations.writeFound(n, inWords(figures), spans)
    else yield* citations.writeQuotation(n, text, spans)
  }
}

/** “Net sales, 2018: 32,765; 2017: 31,657 (in millions)”: the first is the one asked for. */
function inWords(figures: readonly Figure[]): string {
  const [{ label, unit } = { label: '', unit: null }] = figures
  const values = figures.map(({ value, column }) => `${column}: ${value}`)
  return `${label}, ${values.join('; ')}${unit === null ? '' : ` (${unit})`}`
}

function nearestPages(passages: readonly Passage[]): Passage[] {
  const pages = new Map(passages.map((passage) => [`${passage.documentId} ${passage.page}`, passage]))
  return [...pages.values()].slice(0, NEAREST)
}
