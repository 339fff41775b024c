/** Counts what a server applied, in the transaction that applies it. */
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from '../../src/core/database/index.ts'
import type { Mutation } from '../../src/core/mutations/index.ts'

/** Mutations that each make something of their own, by whose id they are told apart. */
const idSchema = z.union([z.object({ questionId: z.string() }), z.object({ id: z.string() })])
const COUNTED = ['folder.create', 'document.add', 'annotation.add', 'chat.ask', 'chat.answer', 'usage.record']

/** What `args` of a counted mutation make; undefined for any other. */
export function madeBy(name: string, args: unknown): string | undefined {
  if (!COUNTED.includes(name)) return undefined
  const made = idSchema.parse(args)
  return 'questionId' in made && name === 'chat.ask'
    ? made.questionId
    : z.object({ id: z.string() }).parse(args).id
}

export async function prepareCount(database: Database): Promise<void> {
  await database.asOwner(async (tx) => {
    await tx.execute(
      sql`create table if not exists test_applied (tenant_id uuid not null, made uuid not null)`,
    )
    await tx.execute(sql`grant insert on test_applied to docuchat_app`)
  })
}

export const counting = (mutations: readonly Mutation[]): readonly Mutation[] =>
  mutations.map((mutation) => ({
    ...mutation,
    async apply(tx, actor, args) {
      const made = madeBy(mutation.name, args)
      if (made !== undefined)
        await tx.execute(sql`insert into test_applied values (${actor.tenantId}::uuid, ${made}::uuid)`)
      return mutation.apply(tx, actor, args)
    },
  }))

/** What was made, once for each time it was applied. */
export async function appliedIn(database: Database, tenantId: string): Promise<readonly string[]> {
  const { rows } = z
    .object({ rows: z.array(z.object({ made: z.string() })) })
    .parse(
      await database.asOwner((tx) =>
        tx.execute(sql`select made from test_applied where tenant_id = ${tenantId}::uuid`),
      ),
    )
  return rows.map(({ made }) => made)
}
