/** The tables that are synced: which of their columns travel, and which rows a user may see. */
import { type SQL, sql } from 'drizzle-orm'
import { type Actor, type SyncedEntity, syncedEntitySchema, syncedRowSchemas } from '../../contract/index.ts'

export interface SyncedTable {
  readonly entity: SyncedEntity
  readonly name: string
  /** Its place among rows of one change number. */
  readonly rank: number
  /** Of the row, as SQL on the table's name. */
  readonly id: SQL
  readonly changeNumber: SQL
  /** Where rows come from: the table, with what they are joined with. */
  readonly source: SQL
  /** The columns that travel, as SQL, by name. */
  readonly columns: Readonly<Record<string, SQL>>
  readonly isVisible: (actor: Actor) => SQL
  /** Rows that the user could see once, and no more. */
  readonly isWithdrawn: (actor: Actor) => SQL
}

const all = () => sql`true`
const none = () => sql`false`

function table(
  entity: SyncedEntity,
  name: string,
  { columns = {}, ...special }: Partial<Omit<SyncedTable, 'entity' | 'name' | 'rank'>> = {},
): SyncedTable {
  const of = (column: string) => sql.raw(`${name}.${column}`)
  const own = Object.keys(syncedRowSchemas[entity].shape).map((column) => [column, of(column)] as const)
  return {
    ...{ entity, name, rank: syncedEntitySchema.options.indexOf(entity) },
    ...{ id: of('id'), changeNumber: of('change_number'), source: sql.raw(name) },
    ...{ isVisible: all, isWithdrawn: none, ...special },
    columns: { ...Object.fromEntries(own), ...columns },
  }
}

/** In the order in which their rows refer to each other. */
export const syncedTables: readonly SyncedTable[] = [
  table('tenant', 'tenants', { changeNumber: sql.raw('tenants.settings_change') }),
  table('member', 'memberships', {
    id: sql.raw('memberships.user_id'),
    source: sql.raw('memberships join users on users.id = memberships.user_id'),
    columns: { id: sql.raw('memberships.user_id'), name: sql.raw('users.name') },
  }),
  table('folder', 'folders'),
  table('document', 'documents'),
  table('alias', 'document_aliases'),
  table('annotation', 'annotations'),
  table('chat', 'chat_sessions', {
    isVisible: ({ userId }) =>
      sql`(chat_sessions.user_id = ${userId}::uuid or chat_sessions.sharing = 'shared')`,
    isWithdrawn: ({ userId }) =>
      sql`(chat_sessions.user_id <> ${userId}::uuid and chat_sessions.sharing = 'withdrawn')`,
  }),
  table('message', 'messages', {
    isVisible: ({ userId }) => sql`(messages.status <> 'streaming' and exists (
      select from chat_sessions
      where chat_sessions.tenant_id = messages.tenant_id
        and chat_sessions.id = messages.chat_id
        and (chat_sessions.user_id = ${userId}::uuid or chat_sessions.sharing = 'shared')))`,
  }),
]
