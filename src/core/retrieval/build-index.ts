/** Turns a document's chunks into its keyword index; pure, so that it runs on a worker thread and its result can be cloned. */
import type { DocumentIdentity } from '../../contract/index.ts'
import { analyze, type Token } from './analyze.ts'
import { boilerplateScore } from './boilerplate.ts'
import { conceptsIn, conceptTerm } from './concepts.ts'
import { type IdentityTerms, identityTerms } from './identity.ts'
import { type PageLayout, type Posting, packLayout, packPostings } from './postings.ts'
import { separateRunTogether } from './run-together.ts'
import { statementScores } from './statements.ts'

/** Raised whenever the same chunks would be indexed differently; documents of another version are indexed again. */
export const INDEX_VERSION = 2

export interface IndexableChunk {
  /** 0-based, consecutive, in reading order. */
  readonly ordinal: number
  /** 1-based. */
  readonly page: number
  readonly text: string
  /** Headings above the chunk, outermost first. */
  readonly headingPath: readonly string[]
  readonly hasTable?: boolean
}

export interface DocumentIndex {
  readonly version: number
  readonly chunkCount: number
  /** Pages and the lengths of their chunks, packed (see postings.ts). */
  readonly lengths: Uint8Array
  readonly identity: IdentityTerms
  /** Packed postings by term. */
  readonly postings: ReadonlyMap<string, Uint8Array>
}

/** The keyword index of one document, whose file is called `document.name`. */
export function buildIndex(
  document: { readonly name: string; readonly identity: DocumentIdentity },
  chunks: readonly IndexableChunk[],
): DocumentIndex {
  const tokensOf = separateRunTogether(chunks.map((chunk) => analyze(chunk.text)))
  const postings = new Map<string, Posting[]>()
  const lengths: number[] = []
  const headingTokens = new Map<string, Token[]>()
  for (const [index, chunk] of chunks.entries()) {
    const path = chunk.headingPath.join('\n')
    const heading = headingTokens.get(path) ?? analyze(path)
    headingTokens.set(path, heading)
    addChunk(postings, index, tokensOf[index] ?? [], heading)
    lengths.push(lengthOf(tokensOf[index] ?? []))
  }
  return {
    version: INDEX_VERSION,
    chunkCount: chunks.length,
    lengths: packLayout(pageLayouts(chunks, lengths)),
    identity: identityTerms(document.name, document.identity),
    postings: new Map([...postings].map(([term, list]) => [term, packPostings(list)])),
  }
}

function addChunk(
  postings: Map<string, Posting[]>,
  ordinal: number,
  body: readonly Token[],
  heading: readonly Token[],
): void {
  const counts = new Map<string, { body: number; heading: number }>()
  const count = (term: string, field: 'body' | 'heading') => {
    const entry = counts.get(term) ?? { body: 0, heading: 0 }
    entry[field] += 1
    counts.set(term, entry)
  }
  for (const field of ['body', 'heading'] as const) {
    const tokens = field === 'body' ? body : heading
    for (const token of tokens) for (const term of token.terms) count(term, field)
    for (const id of conceptsIn(tokens)) count(conceptTerm(id), field)
  }
  for (const [term, entry] of counts) {
    const list = postings.get(term) ?? []
    list.push({ ordinal, ...entry })
    postings.set(term, list)
  }
}

/** Words that are searched for; further spellings of one word add nothing to the length. */
const lengthOf = (tokens: readonly Token[]): number => tokens.filter((token) => token.terms.length > 0).length

function pageLayouts(chunks: readonly IndexableChunk[], lengths: readonly number[]): PageLayout[] {
  const pages: { page: number; text: string; chunkLengths: number[] }[] = []
  for (const [index, chunk] of chunks.entries()) {
    const length = lengths[index] ?? 0
    const last = pages.at(-1)
    if (last?.page === chunk.page) {
      last.text += `\n${chunk.text}`
      last.chunkLengths.push(length)
    } else pages.push({ page: chunk.page, text: chunk.text, chunkLengths: [length] })
  }
  return pages.map(({ page, text, chunkLengths }) => ({
    page,
    statements: statementScores(text),
    boilerplate: boilerplateScore(text),
    chunkLengths,
  }))
}
