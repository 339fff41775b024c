/** Puts in order what a crash left of the chats. */
import { and, eq, isNull, lt, or, sql } from 'drizzle-orm'
import type { Actor } from '../../contract/index.ts'
import { type Database, messages } from '../database/index.ts'
import type { Mutator } from '../mutations/index.ts'
import { keepAnswer } from './chat-mutations.ts'
import { LEASE_MS } from './lease.ts'

/** Answers whose process died are looked for this often: such an answer shows as being written for 45 s at most. */
const LOOK_EVERY_MS = 15_000

/** {@link recoverInterrupted} now and from time to time, as another process may die at any moment. */
export async function startRecovery(
  database: Database,
  onError: (error: unknown) => void,
): Promise<{ close(): Promise<void> }> {
  await recoverInterrupted(database)
  if (database.kind === 'pglite') return { close: async () => {} }
  let running: Promise<unknown> = Promise.resolve()
  const timer = setInterval(() => {
    running = recoverInterrupted(database).catch(onError)
  }, LOOK_EVERY_MS)
  timer.unref()
  return {
    async close() {
      clearInterval(timer)
      await running
    },
  }
}

/**
 * As {@link recoverInterrupted}, in a workspace that syncs, whose answers become the server's by a mutation. Nobody else is at work in it.
 */
export async function stopInterrupted(database: Database, mutator: Mutator, actor: Actor): Promise<void> {
  await database.asTenant(actor, async (tx) => {
    const isCutOff = and(eq(messages.tenantId, actor.tenantId), eq(messages.status, 'streaming'))
    await tx.delete(messages).where(and(isCutOff, replacing))
    for (const row of await tx.select().from(messages).where(isCutOff)) {
      const { chatId, completionTokens, content, durationMs, error, id, promptTokens, tokensCounted } = row
      await mutator.mutateIn(tx, actor, keepAnswer, {
        ...{ id, chatId, content, error, durationMs, promptTokens, completionTokens, tokensCounted },
        ...{ citations: [...row.citations], sources: [...row.sources], status: 'stopped', replaces: false },
        ...{ model: row.model ?? 'unknown', questionId: row.questionId ?? id },
      })
    }
  })
}

/**
 * Ends the answers that a crash cut off, and says how many there were: they become `stopped` with what was saved of them; those
 * that were to replace an answer are dropped, and the old one stays. A workspace's own database has one process at a time, so whatever
 * still streams there was cut off; elsewhere the lease says whose process is gone.
 */
export async function recoverInterrupted(database: Database): Promise<number> {
  return database.asOwner(async (tx) => {
    const isCutOff = and(
      eq(messages.status, 'streaming'),
      database.kind === 'pglite'
        ? undefined
        : sql`${messages.createdAt} < now() - make_interval(secs => ${LEASE_MS / 1_000})`,
      database.kind === 'pglite'
        ? undefined
        : or(isNull(messages.leasedUntil), lt(messages.leasedUntil, sql`now()`)),
    )
    const dropped = await tx.delete(messages).where(and(isCutOff, replacing)).returning({ id: messages.id })
    const stopped = await tx
      .update(messages)
      .set({ status: 'stopped' })
      .where(isCutOff)
      .returning({ id: messages.id })
    return dropped.length + stopped.length
  })
}

/** Whether it was to take the place of the answer before it. */
const replacing = sql`(
  select before.role
  from messages before
  where before.tenant_id = ${messages.tenantId} and before.chat_id = ${messages.chatId} and before.id < ${messages.id}
  order by before.id desc
  limit 1
) = 'assistant'`
