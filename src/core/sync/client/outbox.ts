/** On a client: what was done here and the server has not acknowledged. */
import { and, asc, eq, gt, inArray, isNotNull, isNull, lte, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Actor, ErrorInfo, RowKey } from '../../../contract/index.ts'
import { syncedEntitySchema } from '../../../contract/index.ts'
import { outbox, syncStates, type Transaction, touchedRows } from '../../database/index.ts'
import type { Recorder } from '../../mutations/index.ts'

export interface OutboxEntry {
  readonly mutationId: number
  readonly name: string
  readonly args: unknown
}

/** What a server refused. */
export interface Rejection extends OutboxEntry {
  readonly error: ErrorInfo
}

/** Gives the mutation the next number, in the transaction that does it. In a workspace that is not synced, it is only done. */
export const recordInOutbox: Recorder = async (tx, { tenantId }, { name, args }, apply) => {
  const [state] = await tx
    .update(syncStates)
    .set({ nextMutationId: sql`${syncStates.nextMutationId} + 1` })
    .where(eq(syncStates.tenantId, tenantId))
    .returning({ next: syncStates.nextMutationId })
  if (!state) return apply()
  const mutationId = state.next - 1
  await tx.insert(outbox).values({ tenantId, mutationId, name, args })
  return noting(tx, mutationId, apply)
}

/** Notes the rows that `apply` changes as touched by the mutation. */
export async function noting<Result>(
  tx: Transaction,
  mutationId: number,
  apply: () => Promise<Result>,
): Promise<Result> {
  const note = (value: string) => tx.execute(sql`select set_config('app.mutation_id', ${value}, true)`)
  await note(String(mutationId))
  const result = await apply()
  await note('')
  return result
}

const ofTenant = ({ tenantId }: Pick<Actor, 'tenantId'>) => eq(outbox.tenantId, tenantId)

/** Those that wait, in order. */
export function waiting(tx: Transaction, actor: Actor, limit?: number): Promise<OutboxEntry[]> {
  const entries = tx
    .select({ mutationId: outbox.mutationId, name: outbox.name, args: outbox.args })
    .from(outbox)
    .where(and(ofTenant(actor), isNull(outbox.rejection)))
    .orderBy(asc(outbox.mutationId))
  return limit === undefined ? entries : entries.limit(limit)
}

/** Whether any waits that was given a number after `mutationId`. */
export async function isAnyBehind(tx: Transaction, actor: Actor, mutationId: number): Promise<boolean> {
  const behind = and(ofTenant(actor), isNull(outbox.rejection), gt(outbox.mutationId, mutationId))
  return (await tx.select({ one: sql`1` }).from(outbox).where(behind).limit(1)).length > 0
}

export async function countWaiting(tx: Transaction, actor: Actor): Promise<number> {
  return tx.$count(outbox, and(ofTenant(actor), isNull(outbox.rejection)))
}

export async function rejections(tx: Transaction, actor: Actor): Promise<Rejection[]> {
  const rows = await tx
    .select()
    .from(outbox)
    .where(and(ofTenant(actor), isNotNull(outbox.rejection)))
    .orderBy(asc(outbox.mutationId))
  return rows.flatMap(({ mutationId, name, args, rejection }) =>
    rejection ? [{ mutationId, name, args, error: rejection }] : [],
  )
}

/** The user has seen why. */
export async function dismissRejections(
  tx: Transaction,
  actor: Actor,
  mutationIds: readonly number[],
): Promise<void> {
  await tx
    .delete(outbox)
    .where(and(ofTenant(actor), isNotNull(outbox.rejection), inArray(outbox.mutationId, [...mutationIds])))
}

/** The rows that these mutations changed. */
export async function touchedBy(
  tx: Transaction,
  { tenantId }: Actor,
  mutationIds: readonly number[],
): Promise<RowKey[]> {
  if (mutationIds.length === 0) return []
  const rows = await tx
    .selectDistinct({ entity: touchedRows.entity, id: touchedRows.entityId })
    .from(touchedRows)
    .where(and(eq(touchedRows.tenantId, tenantId), inArray(touchedRows.mutationId, [...mutationIds])))
  return z.array(z.object({ entity: syncedEntitySchema, id: z.string() })).parse(rows)
}

/** Takes those up to `upTo`, to which the server has come, out of the outbox; what it refused stays, with the reason. */
export async function settle(
  tx: Transaction,
  actor: Actor,
  upTo: number,
  refused: readonly { readonly id: number; readonly error: ErrorInfo }[],
): Promise<void> {
  for (const { id, error } of refused.filter((one) => one.id <= upTo))
    await tx
      .update(outbox)
      .set({ rejection: error })
      .where(and(ofTenant(actor), eq(outbox.mutationId, id)))
  await tx.delete(outbox).where(and(ofTenant(actor), isNull(outbox.rejection), lte(outbox.mutationId, upTo)))
  await tx
    .delete(touchedRows)
    .where(and(eq(touchedRows.tenantId, actor.tenantId), lte(touchedRows.mutationId, upTo)))
}
