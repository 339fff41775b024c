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

/** For all corpora together: the common words of 100,000 chunks several times over, or of many small tenants. */
const KEPT_BYTES = 128e6
/** For the postings of one: the common words of 100,000 chunks. */
const POSTINGS_KEPT_BYTES = 32e6

/** Scopes searched lately, by tenant and revision; the first is the one used longest ago. */
const kept = new Map<string, KeptCorpus>()

interface KeptCorpus extends Corpus {
  /** What it takes in memory, about. */
  readonly bytes: number
}

/** The documents of `scope` that are indexed, as they are in `tx`. */
export async function openCorpus(tx: Transaction, tenantId: string, scope: Scope): Promise<Corpus> {
  const key = `${tenantId} ${await corpusRevision(tx, tenantId, scope)}`
  const found = kept.get(key)
  const corpus = found ?? createCorpus(tenantId, layOut(await indexedDocuments(tx, tenantId, scope)))
  kept.delete(key)
  kept.set(key, corpus)
  let bytes = 0
  for (const each of kept.values()) bytes += each.bytes
  for (const [oldest, each] of kept) {
    if (bytes <= KEPT_BYTES || oldest === key) break
    kept.delete(oldest)
    bytes -= each.bytes
  }
  return corpus
}

function createCorpus(tenantId: string, layout: CorpusLayout): KeptCorpus {
  const ids = layout.documents.map(({ id }) => id)
  const read = new Map<string, readonly TermPostings[]>()
  let bytes = 0
  return {
    layout,
    get bytes() {
      return layout.bodyLength.length * CHUNK_BYTES + bytes
    },
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

/** What the layout takes for a chunk and its part of a page, about. */
const CHUNK_BYTES = 32
/** What one object that points at postings takes, about. */
const ENTRY_BYTES = 64

const sizeOf = (postings: readonly TermPostings[]): number =>
  postings.reduce((sum, { start, end }) => sum + end - start + ENTRY_BYTES, ENTRY_BYTES)
