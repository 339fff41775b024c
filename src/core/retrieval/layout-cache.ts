/** Keeps the unpacked layouts of documents between searches, since they change only when a document is indexed again. */
import type { IndexedDocument } from './corpus-index.ts'

/** Of all tenants together: about 6 kB each, so 60 MB at most. */
const DOCUMENTS_KEPT = 10_000
const kept = new Map<string, { readonly revision: string; readonly document: IndexedDocument }>()

/** The tenant's document if `revision`, which names the version of its row, was kept. */
export function recall(tenantId: string, id: string, revision: string): IndexedDocument | undefined {
  const found = kept.get(keyOf(tenantId, id))
  return found?.revision === revision ? found.document : undefined
}

export function keep(tenantId: string, revision: string, document: IndexedDocument): void {
  const key = keyOf(tenantId, document.id)
  // A map keeps the order of insertion: the first is the oldest.
  const oldest = kept.size >= DOCUMENTS_KEPT ? kept.keys().next().value : undefined
  if (oldest !== undefined) kept.delete(oldest)
  kept.delete(key)
  kept.set(key, { revision, document })
}

/** Ids are made by clients, too: another tenant's may be the same. */
const keyOf = (tenantId: string, id: string) => `${tenantId}/${id}`
