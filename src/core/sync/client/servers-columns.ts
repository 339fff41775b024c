/** On a client: which columns of a row are the server's to say. */
import { type SyncedEntity, syncedRowSchemas } from '../../../contract/index.ts'

/** Columns that travel, and that a client goes on with by itself: how far it is with the text of a document. */
export const ownColumns = (entity: SyncedEntity): readonly string[] =>
  entity === 'document' ? ['status', 'error'] : []

/** The other columns that travel, but for the id. */
export function serversColumns(entity: SyncedEntity): readonly string[] {
  const others = ['id', ...ownColumns(entity)]
  return Object.keys(syncedRowSchemas[entity].shape).filter((column) => !others.includes(column))
}
