/** Places in the order of a tenant's changes. */
import { type RowKey, type SyncCursor, syncedEntitySchema } from '../../../contract/index.ts'

const LAST: RowKey = {
  entity: syncedEntitySchema.options.at(-1) ?? 'message',
  id: 'ffffffff-ffff-ffff-ffff-ffffffffffff',
}

/** Behind every row that the change number was given to: no other gets it any more. */
export const endOf = (changeNumber: number, startedAt: number): SyncCursor => ({
  ...{ ...LAST, changeNumber, startedAt },
})

export const isEnd = ({ entity, id }: SyncCursor): boolean => entity === LAST.entity && id === LAST.id
