/** Rows of two sides as they can be compared: in one order, without what each side keeps for itself. */
import { type SyncedRows, syncedEntitySchema } from '../../src/contract/index.ts'

export function canonical(rows: SyncedRows): SyncedRows {
  const sorted = syncedEntitySchema.options.map((entity) => [
    entity,
    rows[entity]
      // How far it is with the text of a document is each side's own.
      .map((row) => ('sha256' in row ? { ...row, status: 'waiting', error: null } : row))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  ])
  return Object.fromEntries(sorted) as SyncedRows
}
