/** Streams the extractive answer as a model would stream its own: an introduction, then quotations with their citations. */
import { setImmediate } from 'node:timers/promises'
import { AppError, type Language } from '../../contract/index.ts'
import type { CitationStream, CitedPart } from './citation-stream.ts'
import { quotationsFor } from './extractive.ts'
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
  const quotations = quotationsFor(question, passages)
  if (quotations.length === 0) {
    yield* citations.write(prompts.nothingToQuote)
    for (const passage of nearestPages(passages)) {
      const name = passage.documentName.replace(/[[\]【】]/g, '')
      yield* citations.write(`\n- ${name}, ${prompts.page(passage.page)}`)
    }
    return
  }
  yield* citations.write(`${prompts.quoting}\n`)
  for (const { n, text, spans } of quotations) {
    // Lets a stop, or another request of the same process, come in between.
    await setImmediate()
    if (signal.aborted) throw new AppError('cancelled')
    yield* citations.write('\n- ')
    yield* citations.writeQuotation(n, text, spans)
  }
}

function nearestPages(passages: readonly Passage[]): Passage[] {
  const pages = new Map(passages.map((passage) => [`${passage.documentId} ${passage.page}`, passage]))
  return [...pages.values()].slice(0, NEAREST)
}
