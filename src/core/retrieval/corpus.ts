/** What a search reads of the documents in its scope, kept between searches for as long as none of them is added, changed or removed. */
import type { Scope } from '../../contract/index.ts'
import type { Transaction } from '../database/index.ts'
import { type CorpusLayout, layOut, type TermPostings } from './corpus-index.ts'
import { corpusRevision, indexedDocuments, loadPostings } from './store.ts'

export interface Corpus {
  readonly layout: CorpusLayout
  /** The postings of each of `terms` that occurs. */
  postings(tx: Transaction, terms: readonly string[]): Promise<ReadonlyMap<string, readonly TermPostings[]>>
}

/** Scopes searched lately: a workspace and a few chats about some of its documents. */
const CORPORA_KEPT = 4
/** The common words of 100,000 chunks; each corpus may keep as much. */
const POSTINGS_KEPT_BYTES = 32e6

const kept = new Map<string, Corpus>()

/** The documents of `scope` that are indexed, as they are in `tx`. */
export async function openCorpus(tx: Transaction, tenantId: string, scope: Scope): Promise<Corpus> {
  const key = `${tenantId} ${await corpusRevision(tx, tenantId, scope)}`
  const found = kept.get(key)
  const corpus = found ?? createCorpus(tenantId, layOut(await indexedDocuments(tx, tenantId, scope)))
  // A map keeps the order of insertion: the first is the one used longest ago.
  kept.delete(key)
  kept.set(key, corpus)
  const [oldest] = kept.keys()
  if (kept.size > CORPORA_KEPT && oldest !== undefined) kept.delete(oldest)
  return corpus
}

function createCorpus(tenantId: string, layout: CorpusLayout): Corpus {
  const ids = layout.documents.map(({ id }) => id)
  const read = new Map<string, readonly TermPostings[]>()
  let bytes = 0
  return {
    layout,
    async postings(tx, terms) {
      const missing = terms.filter((term) => !read.has(term))
      const loaded = await loadPostings(tx, tenantId, ids, missing)
      const wanted = new Map(terms.map((term) => [term, read.get(term) ?? loaded.get(term) ?? []]))
      for (const [term, postings] of wanted) {
        if (read.delete(term)) read.set(term, postings)
        else {
          read.set(term, postings)
          bytes += sizeOf(postings)
        }
      }
      for (const [term, postings] of read) {
        if (bytes <= POSTINGS_KEPT_BYTES) break
        read.delete(term)
        bytes -= sizeOf(postings)
      }
      return wanted
    },
  }
}

/** What one object that points at postings takes, about. */
const ENTRY_BYTES = 64

const sizeOf = (postings: readonly TermPostings[]): number =>
  postings.reduce((sum, { start, end }) => sum + end - start + ENTRY_BYTES, ENTRY_BYTES)
