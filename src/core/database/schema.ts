/** Every table of DocuChat, the same on PGlite and on Postgres; each tenant table is keyed by tenant first and guarded by RLS. */
import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  bigint,
  boolean,
  customType,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgPolicy,
  pgRole,
  pgTable,
  primaryKey,
  real,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import type {
  AuditAction,
  Citation,
  DocumentStatus,
  EmbeddingChoice,
  ErrorInfo,
  Language,
  Rating,
  Rect,
  Role,
  Scope,
  Sharing,
  SourceDocument,
  SyncCursor,
} from '../../contract/index.ts'
import type { PageLine } from './page-line.ts'

/** The role of every tenant transaction; it can neither log in nor bypass row-level security. */
export const appRole = pgRole('docuchat_app', { inherit: false }).existing()

const currentTenant = sql`nullif(current_setting('app.tenant_id', true), '')::uuid`
const tenantPolicy = (name: string) =>
  pgPolicy(`${name}_tenant`, {
    to: appRole,
    for: 'all',
    using: sql`tenant_id = ${currentTenant}`,
    withCheck: sql`tenant_id = ${currentTenant}`,
  })

const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' })
/** pgvector without a fixed dimension: the space says which, and each space has its own expression index. */
const anyVector = customType<{ data: Float32Array; driverData: string }>({
  dataType: () => 'vector',
  toDriver: (values) => `[${values.join(',')}]`,
  fromDriver: (literal) => Float32Array.from(JSON.parse(literal) as number[]),
})

const id = uuid('id').notNull()
const tenantId = () =>
  uuid('tenant_id')
    .notNull()
    .references(() => tenants.id, { onDelete: 'cascade' })
/** Of what belongs to a document, whose own reference says that the tenant is one: a second one would be looked up for each row. */
const tenantOfDocument = () => uuid('tenant_id').notNull()
const createdAt = timestamp('created_at', { withTimezone: true }).notNull().defaultNow()
const updatedAt = timestamp('updated_at', { withTimezone: true }).notNull().defaultNow()
const deletedAt = timestamp('deleted_at', { withTimezone: true })
/** The tenant's change number at the row's last change, set by a trigger (see docs/sync.md); sync pulls what lies after its cursor. */
const changeNumber = bigint('change_number', { mode: 'number' }).notNull().default(0)
const changed = (
  name: string,
  table: { tenantId: AnyPgColumn; changeNumber: AnyPgColumn },
  id: AnyPgColumn,
) => index(`${name}_changed`).on(table.tenantId, table.changeNumber, id)

export const tenants = pgTable(
  'tenants',
  {
    id: uuid('id').primaryKey(),
    slug: text('slug').notNull().unique(),
    name: text('name').notNull(),
    /** Null allows the default list; `extractive` is always allowed. */
    allowedModels: text('allowed_models').array(),
    /** Whose e-mail address is at one of these (lower case, ASCII) becomes a member by signing in. */
    allowedDomains: text('allowed_domains').array().notNull().default([]),
    /** Of what is written for its people: e-mails, suggestions, exports. */
    defaultLanguage: text('default_language').$type<Language>().notNull().default('en'),
    /** What questions are searched with while the documents are embedded anew; null when they all have what was chosen. */
    servingEmbedding: jsonb('serving_embedding').$type<EmbeddingChoice>(),
    /** Allocated under this row's lock, so that a reader never skips a transaction that commits late. */
    changeNumber,
    /** The change number at the last change of what is synced of this row. */
    settingsChange: bigint('settings_change', { mode: 'number' }).notNull().default(0),
    /** Tombstones up to this change number may have been deleted. */
    tombstoneFloor: bigint('tombstone_floor', { mode: 'number' }).notNull().default(0),
    createdAt,
  },
  () => [pgPolicy('tenants_own', { to: appRole, for: 'all', using: sql`id = ${currentTenant}` })],
)

export const users = pgTable(
  'users',
  {
    id: uuid('id').primaryKey(),
    email: text('email').unique(),
    name: text('name').notNull(),
    createdAt,
  },
  () => [
    pgPolicy('users_of_tenant', {
      to: appRole,
      for: 'select',
      using: sql`id in (select user_id from memberships where tenant_id = ${currentTenant})`,
    }),
  ],
)

export const memberships = pgTable(
  'memberships',
  {
    tenantId: tenantId(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    role: text('role').$type<Role>().notNull(),
    createdAt,
    changeNumber,
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.userId] }),
    changed('memberships', table, table.userId),
    tenantPolicy('memberships'),
  ],
)

export const invitations = pgTable(
  'invitations',
  {
    tenantId: tenantId(),
    id,
    email: text('email').notNull(),
    role: text('role').$type<Role>().notNull(),
    invitedBy: uuid('invited_by').notNull(),
    createdAt,
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
    acceptedAt: timestamp('accepted_at', { withTimezone: true }),
    /** When the person was removed: from then on an allowed domain alone does not let them in again. */
    removedAt: timestamp('removed_at', { withTimezone: true }),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    unique('invitations_email').on(table.tenantId, table.email),
    tenantPolicy('invitations'),
  ],
)

export const folders = pgTable(
  'folders',
  {
    tenantId: tenantId(),
    id,
    parentId: uuid('parent_id'),
    name: text('name').notNull(),
    createdAt,
    updatedAt,
    deletedAt,
    changeNumber,
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    changed('folders', table, table.id),
    tenantPolicy('folders'),
  ],
)

export const documents = pgTable(
  'documents',
  {
    tenantId: tenantId(),
    id,
    folderId: uuid('folder_id'),
    name: text('name').notNull(),
    /** Of the PDF's bytes; the file itself is in the blob store. */
    sha256: text('sha256').notNull(),
    bytes: integer('bytes').notNull(),
    pageCount: integer('page_count'),
    pagesWithoutText: integer('pages_without_text').array().notNull().default([]),
    status: text('status').$type<DocumentStatus>().notNull(),
    /** For a failed or cancelled document: the status that a retry goes on from. */
    resumeStatus: text('resume_status').$type<DocumentStatus>(),
    /** Pages extracted and committed so far: where an interrupted extraction goes on. */
    pagesDone: integer('pages_done').notNull().default(0),
    error: jsonb('error').$type<ErrorInfo>(),
    title: text('title'),
    company: text('company'),
    form: text('form'),
    fiscalYear: integer('fiscal_year'),
    fiscalQuarter: integer('fiscal_quarter'),
    periodEnd: date('period_end'),
    tags: text('tags').array().notNull().default([]),
    createdBy: uuid('created_by').notNull(),
    createdAt,
    updatedAt,
    /** When it went to the bin. */
    deletedAt,
    changeNumber,
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    unique('documents_content').on(table.tenantId, table.sha256),
    changed('documents', table, table.id),
    tenantPolicy('documents'),
  ],
)

const ofDocument = (table: { tenantId: AnyPgColumn; documentId: AnyPgColumn }) =>
  foreignKey({
    columns: [table.tenantId, table.documentId],
    foreignColumns: [documents.tenantId, documents.id],
  }).onDelete('cascade')

/** What extraction found, page by page; everything after it is computed from here. */
export const pages = pgTable(
  'pages',
  {
    tenantId: tenantOfDocument(),
    documentId: uuid('document_id').notNull(),
    /** 1-based. */
    number: integer('number').notNull(),
    /** PDF points. */
    width: real('width').notNull(),
    height: real('height').notNull(),
    text: text('text').notNull(),
    lines: jsonb('lines').$type<readonly PageLine[]>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.documentId, table.number] }),
    ofDocument(table),
    tenantPolicy('pages'),
  ],
)

export const chunks = pgTable(
  'chunks',
  {
    tenantId: tenantOfDocument(),
    id,
    documentId: uuid('document_id').notNull(),
    /** 0-based, in reading order. */
    ordinal: integer('ordinal').notNull(),
    page: integer('page').notNull(),
    /** Character span in the page's text. */
    startChar: integer('start_char').notNull(),
    endChar: integer('end_char').notNull(),
    tokenCount: integer('token_count').notNull(),
    headingPath: text('heading_path').array().notNull(),
    text: text('text').notNull(),
    /** The chunk's lines, their spans counted from the chunk's start. */
    lines: jsonb('lines').$type<readonly PageLine[]>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    unique('chunks_ordinal').on(table.tenantId, table.documentId, table.ordinal),
    ofDocument(table),
    tenantPolicy('chunks'),
  ],
)

/** The keyword index: one row a term and document, its postings packed (see retrieval/postings.ts). */
export const postings = pgTable(
  'postings',
  {
    tenantId: tenantOfDocument(),
    term: text('term').notNull(),
    documentId: uuid('document_id').notNull(),
    packed: bytea('packed').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.term, table.documentId] }),
    index('postings_document').on(table.tenantId, table.documentId),
    ofDocument(table),
    tenantPolicy('postings'),
  ],
)

/** What keyword scoring needs of a document as a whole: its chunks' lengths and the terms that identify it. */
export const documentIndexes = pgTable(
  'document_indexes',
  {
    tenantId: tenantOfDocument(),
    documentId: uuid('document_id').notNull(),
    /** Version of the analysis that made the postings; another one re-indexes. */
    version: integer('version').notNull(),
    chunkCount: integer('chunk_count').notNull(),
    lengths: bytea('lengths').notNull(),
    identity: jsonb('identity').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.documentId] }),
    ofDocument(table),
    tenantPolicy('document_indexes'),
  ],
)

/** A space is one embedding model at one dimension, such as `openai/text-embedding-3-small@1536`. */
export const embeddings = pgTable(
  'embeddings',
  {
    tenantId: tenantOfDocument(),
    space: text('space').notNull(),
    chunkId: uuid('chunk_id').notNull(),
    documentId: uuid('document_id').notNull(),
    /** The chunk's, so that a search need not read it there. */
    ordinal: integer('ordinal').notNull(),
    vector: anyVector('vector').notNull(),
    /** Whether the vector is in its space's approximate index (see retrieval/vector-index.ts). */
    indexed: boolean('indexed').notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.space, table.chunkId] }),
    index('embeddings_document').on(table.tenantId, table.documentId),
    index('embeddings_not_indexed').on(table.space, table.tenantId).where(sql`not ${table.indexed}`),
    foreignKey({
      columns: [table.tenantId, table.chunkId],
      foreignColumns: [chunks.tenantId, chunks.id],
    }).onDelete('cascade'),
    tenantPolicy('embeddings'),
  ],
)

export const chatSessions = pgTable(
  'chat_sessions',
  {
    tenantId: tenantId(),
    id,
    userId: uuid('user_id').notNull(),
    title: text('title').notNull(),
    scope: jsonb('scope').$type<Scope>().notNull(),
    createdAt,
    updatedAt,
    /** When its user removed it; it can be restored for a day. */
    deletedAt,
    /** Private to its user; shared with the tenant; or withdrawn from it again. */
    sharing: text('sharing').$type<Sharing>().notNull().default('private'),
    changeNumber,
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index('chat_sessions_recent').on(table.tenantId, table.userId, table.updatedAt),
    changed('chat_sessions', table, table.id),
    tenantPolicy('chat_sessions'),
  ],
)

export const messages = pgTable(
  'messages',
  {
    tenantId: tenantId(),
    id,
    chatId: uuid('chat_id').notNull(),
    /** The question that an answer answers; null in rows of earlier versions, whose order says it. */
    questionId: uuid('question_id'),
    role: text('role').$type<'user' | 'assistant'>().notNull(),
    content: text('content').notNull(),
    citations: jsonb('citations').$type<readonly Citation[]>().notNull().default([]),
    status: text('status').$type<'streaming' | 'done' | 'stopped' | 'failed'>().notNull(),
    model: text('model'),
    promptTokens: integer('prompt_tokens'),
    completionTokens: integer('completion_tokens'),
    /** True when the provider gave no figure and we counted. */
    tokensCounted: boolean('tokens_counted').notNull().default(false),
    /** Which pages the answer was given to read. */
    sources: jsonb('sources').$type<readonly SourceDocument[]>().notNull().default([]),
    durationMs: integer('duration_ms'),
    rating: text('rating').$type<Rating>(),
    error: jsonb('error').$type<ErrorInfo>(),
    /** While an answer is written: until when its process counts as alive; it is renewed all the time. */
    leasedUntil: timestamp('leased_until', { withTimezone: true }),
    createdAt,
    changeNumber,
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index('messages_chat').on(table.tenantId, table.chatId, table.id),
    changed('messages', table, table.id),
    // Those of dead processes are looked for all the time.
    index('messages_streaming').on(table.createdAt).where(sql`${table.status} = 'streaming'`),
    foreignKey({
      columns: [table.tenantId, table.chatId],
      foreignColumns: [chatSessions.tenantId, chatSessions.id],
    }).onDelete('cascade'),
    tenantPolicy('messages'),
  ],
)

/** Tokens spent, one row an answer or an embedding batch; what answers spent over 24 h and 7 d is quotas' measure. */
export const usageEvents = pgTable(
  'usage_events',
  {
    tenantId: tenantId(),
    id,
    userId: uuid('user_id').notNull(),
    kind: text('kind').$type<'answer' | 'embedding'>().notNull(),
    model: text('model').notNull(),
    promptTokens: integer('prompt_tokens').notNull(),
    completionTokens: integer('completion_tokens').notNull(),
    counted: boolean('counted').notNull(),
    createdAt,
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index('usage_events_recent').on(table.tenantId, table.createdAt),
    tenantPolicy('usage_events'),
  ],
)

/** Token limits; a row without a user limits the whole tenant. */
export const quotas = pgTable(
  'quotas',
  {
    tenantId: tenantId(),
    id,
    userId: uuid('user_id'),
    window: text('window').$type<'24h' | '7d'>().notNull(),
    tokens: bigint('tokens', { mode: 'number' }).notNull(),
    changeNumber,
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    unique('quotas_one').on(table.tenantId, table.userId, table.window).nullsNotDistinct(),
    tenantPolicy('quotas'),
  ],
)

/** Tokens that answers at work may still spend; what a killed process reserved is free again at its expiry. */
export const quotaReservations = pgTable(
  'quota_reservations',
  {
    tenantId: tenantId(),
    id,
    userId: uuid('user_id').notNull(),
    tokens: bigint('tokens', { mode: 'number' }).notNull(),
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] }), tenantPolicy('quota_reservations')],
)

/** Other ids of a document: of those who added the same bytes elsewhere, before they knew of it. */
export const documentAliases = pgTable(
  'document_aliases',
  {
    tenantId: tenantOfDocument(),
    id,
    documentId: uuid('document_id').notNull(),
    changeNumber,
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    changed('document_aliases', table, table.id),
    ofDocument(table),
    tenantPolicy('document_aliases'),
  ],
)

/** On a client: what its copy of a hosted workspace has come to. A workspace without this row is not synced. */
export const syncStates = pgTable(
  'sync_states',
  {
    tenantId: tenantId().primaryKey(),
    clientId: uuid('client_id').notNull(),
    nextMutationId: bigint('next_mutation_id', { mode: 'number' }).notNull().default(1),
    /** Where the next pull begins; null is the start. */
    cursor: jsonb('cursor').$type<SyncCursor>(),
    /** While everything is pulled anew: what is not named again by its end goes. */
    isResyncing: boolean('is_resyncing').notNull().default(false),
    /** By its user, until they go on. */
    isPaused: boolean('is_paused').notNull().default(false),
    /** Whether every file is to be here, and not only those that were opened. */
    keepsFiles: boolean('keeps_files').notNull().default(false),
    /** For files, either way; null is no limit. */
    bytesPerSecond: integer('bytes_per_second'),
    /** When both sides last had the same. */
    syncedAt: timestamp('synced_at', { withTimezone: true }),
  },
  () => [tenantPolicy('sync_states')],
)

/** What somebody wrote to a passage of a page. */
export const annotations = pgTable(
  'annotations',
  {
    tenantId: tenantOfDocument(),
    id,
    documentId: uuid('document_id').notNull(),
    userId: uuid('user_id').notNull(),
    /** 1-based. */
    page: integer('page').notNull(),
    /** Of the lines, in PDF points from the page's lower left corner. */
    rects: jsonb('rects').$type<Rect[]>().notNull(),
    quote: text('quote').notNull(),
    note: text('note').notNull(),
    createdAt,
    updatedAt,
    changeNumber,
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    ofDocument(table),
    index('annotations_of_document').on(table.tenantId, table.documentId, table.page),
    changed('annotations', table, table.id),
    tenantPolicy('annotations'),
  ],
)

/** On a client: mutations made here, in order, until the server has acknowledged them. */
export const outbox = pgTable(
  'outbox',
  {
    tenantId: tenantId(),
    mutationId: bigint('mutation_id', { mode: 'number' }).notNull(),
    name: text('name').notNull(),
    args: jsonb('args').notNull(),
    createdAt,
    /** Set when the server refused it; kept until its user has seen why. */
    rejection: jsonb('rejection').$type<ErrorInfo>(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.mutationId] }), tenantPolicy('outbox')],
)

/** On a client: the rows that the mutations of the outbox changed, to be taken back, and asked for when they are acknowledged. */
export const touchedRows = pgTable(
  'touched_rows',
  {
    tenantId: tenantId(),
    mutationId: bigint('mutation_id', { mode: 'number' }).notNull(),
    entity: text('entity').notNull(),
    entityId: uuid('entity_id').notNull(),
    /** The row as it was; null where the mutation made it. */
    before: jsonb('before'),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.mutationId, table.entity, table.entityId] }),
    tenantPolicy('touched_rows'),
  ],
)

/** On a client: what was sent and received, one row each time anything was; the latest are kept. */
export const syncRuns = pgTable(
  'sync_runs',
  {
    tenantId: tenantId(),
    id,
    startedAt: timestamp('started_at', { withTimezone: true }).notNull(),
    endedAt: timestamp('ended_at', { withTimezone: true }).notNull(),
    /** Mutations. */
    sent: integer('sent').notNull(),
    /** Rows and tombstones. */
    received: integer('received').notNull(),
    /** Documents whose text came from the server. */
    documents: integer('documents').notNull(),
    /** What ended it, when it was not done. */
    error: jsonb('error').$type<ErrorInfo>(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] }), tenantPolicy('sync_runs')],
)

/** On a client: the rows that a resync has named so far. */
export const resyncedRows = pgTable(
  'resynced_rows',
  {
    tenantId: tenantId(),
    entity: text('entity').notNull(),
    entityId: uuid('entity_id').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.entity, table.entityId] }),
    tenantPolicy('resynced_rows'),
  ],
)

/** On the server: how far each client's mutations were applied. */
export const syncClients = pgTable(
  'sync_clients',
  {
    tenantId: tenantId(),
    clientId: uuid('client_id').notNull(),
    userId: uuid('user_id').notNull(),
    lastMutationId: bigint('last_mutation_id', { mode: 'number' }).notNull().default(0),
    updatedAt,
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.clientId] }), tenantPolicy('sync_clients')],
)

/** On the server: the computers that a workspace is synced with, by their sync client, for their user to see and to sign out. */
export const devices = pgTable(
  'devices',
  {
    tenantId: tenantId(),
    clientId: uuid('client_id').notNull(),
    userId: uuid('user_id').notNull(),
    name: text('name').notNull(),
    keepsFiles: boolean('keeps_files').notNull(),
    /** Of its sign-in, which it ends with. */
    tokenId: uuid('token_id').notNull(),
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
    seenAt: timestamp('seen_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.clientId] }),
    index('devices_of_user').on(table.tenantId, table.userId),
    tenantPolicy('devices'),
  ],
)

/** On the server: why it refused a mutation, until the client says that it has kept the reason. */
export const syncRejections = pgTable(
  'sync_rejections',
  {
    tenantId: tenantId(),
    clientId: uuid('client_id').notNull(),
    mutationId: bigint('mutation_id', { mode: 'number' }).notNull(),
    error: jsonb('error').$type<ErrorInfo>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.clientId, table.mutationId] }),
    foreignKey({
      columns: [table.tenantId, table.clientId],
      foreignColumns: [syncClients.tenantId, syncClients.clientId],
    }).onDelete('cascade'),
    tenantPolicy('sync_rejections'),
  ],
)

/**
 * On the server: the parts of a file that a client is sending. The end, an empty part behind the last, says that the whole is kept; it stands
 * alone, until a document comes to list the file.
 */
export const uploadParts = pgTable(
  'upload_parts',
  {
    tenantId: tenantId(),
    userId: uuid('user_id').notNull(),
    sha256: text('sha256').notNull(),
    /** Of its first byte in the file. */
    start: integer('start').notNull(),
    bytes: bytea('bytes').notNull(),
    createdAt,
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.userId, table.sha256, table.start] }),
    tenantPolicy('upload_parts'),
  ],
)

/** What was deleted, for those who pull later. */
export const tombstones = pgTable(
  'tombstones',
  {
    tenantId: tenantId(),
    entity: text('entity').notNull(),
    entityId: uuid('entity_id').notNull(),
    /** Of what was private to a user; nobody else is told. */
    userId: uuid('user_id'),
    changeNumber,
    createdAt,
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.entity, table.entityId] }),
    changed('tombstones', table, table.entityId),
    tenantPolicy('tombstones'),
  ],
)

/** Who did what, for a tenant's admins; never document text. */
export const auditEvents = pgTable(
  'audit_events',
  {
    tenantId: tenantId(),
    id,
    userId: uuid('user_id'),
    action: text('action').$type<AuditAction>().notNull(),
    subject: text('subject'),
    details: jsonb('details')
      .$type<Readonly<Record<string, string | number | boolean>>>()
      .notNull()
      .default({}),
    createdAt,
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] }), tenantPolicy('audit_events')],
)
