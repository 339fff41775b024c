/** On a client: what waits, what was refused and what went over lately, as its user is told. */
import { and, desc, eq, inArray, isNotNull, isNull, lt, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import { type Actor, mutationNameSchema, type SyncActivity } from '../../../contract/index.ts'
import { chatSessions, documents, folders, outbox, syncRuns, type Transaction } from '../../database/index.ts'

const MOST_WAITING = 100
const MOST_RUNS = 100

export type SyncRun = Omit<typeof syncRuns.$inferInsert, 'tenantId' | 'id'>

export async function readActivity(tx: Transaction, actor: Actor): Promise<SyncActivity> {
  const { tenantId } = actor
  const own = eq(outbox.tenantId, tenantId)
  const waiting = await tx
    .select()
    .from(outbox)
    .where(and(own, isNull(outbox.rejection)))
    .orderBy(outbox.mutationId)
    .limit(MOST_WAITING)
  const rejected = await tx
    .select()
    .from(outbox)
    .where(and(own, isNotNull(outbox.rejection)))
    .orderBy(desc(outbox.mutationId))
  const runs = await tx
    .select()
    .from(syncRuns)
    .where(eq(syncRuns.tenantId, tenantId))
    .orderBy(desc(syncRuns.id))
    .limit(MOST_RUNS)
  const names = await namesOf(
    tx,
    actor,
    [...waiting, ...rejected].flatMap(({ args }) => idsIn(args)),
  )
  const shown = ({ args, createdAt, mutationId, name }: (typeof waiting)[number]) => ({
    mutationId,
    name: mutationNameSchema.parse(name),
    subjects: subjectsOf(args, names),
    at: createdAt.toISOString(),
  })
  return {
    waiting: waiting.map(shown),
    rejected: rejected.flatMap((entry) =>
      entry.rejection
        ? [{ ...shown(entry), error: entry.rejection, present: knownOf(entry.args, names) }]
        : [],
    ),
    runs: runs.map(({ endedAt, startedAt, tenantId: _, ...run }) => ({
      ...run,
      startedAt: startedAt.toISOString(),
      endedAt: endedAt.toISOString(),
    })),
  }
}

/** Keeps the latest only. */
export async function recordRun(tx: Transaction, { tenantId }: Actor, run: SyncRun): Promise<void> {
  await tx.insert(syncRuns).values({ tenantId, id: uuidv7(), ...run })
  const oldest = sql`(
    select id from sync_runs where tenant_id = ${tenantId}::uuid order by id desc offset ${MOST_RUNS - 1} limit 1)`
  await tx.delete(syncRuns).where(and(eq(syncRuns.tenantId, tenantId), lt(syncRuns.id, oldest)))
}

/** What mutations call the things they are about, and the names that they give. */
const argsSchema = z.looseObject({
  id: z.string().optional(),
  ids: z.array(z.string()).optional(),
  documentIds: z.array(z.string()).optional(),
  folderIds: z.array(z.string()).optional(),
  documentId: z.string().optional(),
  chatId: z.string().optional(),
  name: z.string().optional(),
  title: z.string().nullish(),
  question: z.string().optional(),
})

function idsIn(args: unknown): string[] {
  const { chatId, documentId, documentIds, folderIds, id, ids } = argsSchema.parse(args)
  return [id, ...(ids ?? []), ...(documentIds ?? []), ...(folderIds ?? []), documentId, chatId].filter(
    (one) => one !== undefined,
  )
}

/** A name that is given says more than the one that there was. */
function subjectsOf(args: unknown, names: ReadonlyMap<string, string>): string[] {
  const { name, question, title } = argsSchema.parse(args)
  const given = name ?? title ?? question
  return given === undefined ? knownOf(args, names) : [given]
}

const knownOf = (args: unknown, names: ReadonlyMap<string, string>): string[] =>
  idsIn(args).flatMap((id) => names.get(id) ?? [])

async function namesOf(
  tx: Transaction,
  { tenantId }: Actor,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const some = [...new Set(ids)]
  if (some.length === 0) return new Map()
  const found = await Promise.all([
    tx
      .select({ id: documents.id, name: documents.name })
      .from(documents)
      .where(and(eq(documents.tenantId, tenantId), inArray(documents.id, some))),
    tx
      .select({ id: folders.id, name: folders.name })
      .from(folders)
      .where(and(eq(folders.tenantId, tenantId), inArray(folders.id, some))),
    tx
      .select({ id: chatSessions.id, name: chatSessions.title })
      .from(chatSessions)
      .where(and(eq(chatSessions.tenantId, tenantId), inArray(chatSessions.id, some))),
  ])
  return new Map(found.flat().map(({ id, name }) => [id, name]))
}
