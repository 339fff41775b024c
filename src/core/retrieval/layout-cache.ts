/** Keeps the unpacked layouts of documents between searches, since they change only when a document is indexed again. */
import type { IndexedDocument } from './corpus-index.ts'

/** About 6 kB each, so 60 MB at most. */
const DOCUMENTS_KEPT = 10_000
const kept = new Map<string, { readonly revision: string; readonly document: IndexedDocument }>()

/** The document's layout if `revision`, which names the version of its row, was kept. */
export function recall(id: string, revision: string): IndexedDocument | undefined {
  const found = kept.get(id)
  return found?.revision === revision ? found.document : undefined
}

export function keep(revision: string, document: IndexedDocument): void {
  // A map keeps the order of insertion: the first is the oldest.
  const oldest = kept.size >= DOCUMENTS_KEPT ? kept.keys().next().value : undefined
  if (oldest !== undefined) kept.delete(oldest)
  kept.delete(document.id)
  kept.set(document.id, { revision, document })
}
