/** Puts in order what a crash left of the chats. */
import { and, eq, sql } from 'drizzle-orm'
import { type Database, messages } from '../database/index.ts'

/**
 * Ends the answers that a crash cut off, and says how many there were: they become `stopped` with what was saved of them; those
 * that were to replace an answer are dropped, and the old one stays. Only for a workspace that no other process serves.
 */
export async function recoverInterrupted(database: Database): Promise<number> {
  return database.asOwner(async (tx) => {
    const replacing = sql`(
      select before.role
      from messages before
      where before.tenant_id = ${messages.tenantId} and before.chat_id = ${messages.chatId} and before.id < ${messages.id}
      order by before.id desc
      limit 1
    ) = 'assistant'`
    const dropped = await tx
      .delete(messages)
      .where(and(eq(messages.status, 'streaming'), replacing))
      .returning({ id: messages.id })
    const stopped = await tx
      .update(messages)
      .set({ status: 'stopped' })
      .where(eq(messages.status, 'streaming'))
      .returning({ id: messages.id })
    return dropped.length + stopped.length
  })
}
