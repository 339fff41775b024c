/** What happens to an organisation on its server, without any client: its settings, its people, and how far its documents are read. */
import { and, asc, eq, sql } from 'drizzle-orm'
import type { Actor, Role } from '../../src/contract/index.ts'
import { type Database, documents, memberships, tenants, users } from '../../src/core/database/index.ts'

export type OrganisationStep =
  | { readonly type: 'role'; readonly user: number; readonly role: Role }
  | { readonly type: 'member'; readonly user: number; readonly does: 'join' | 'leave' | 'rename' }
  | {
      readonly type: 'settings'
      readonly name: string
      readonly language: 'en' | 'fa'
      readonly models: boolean
    }
  | { readonly type: 'read'; readonly thing: number; readonly isReadable: boolean }

/** The first of `people` owns it, and stays. */
export async function changeOrganisation(
  database: Database,
  people: readonly Actor[],
  step: OrganisationStep,
): Promise<void> {
  const { tenantId } = people[0] ?? { tenantId: '' }
  if (step.type === 'settings') {
    const { language: defaultLanguage, models, name } = step
    const allowedModels = models ? [name, 'm'] : null
    await database.asOwner((tx) =>
      tx.update(tenants).set({ name, defaultLanguage, allowedModels }).where(eq(tenants.id, tenantId)),
    )
    return
  }
  if (step.type === 'read') {
    await read(database, tenantId, step)
    return
  }
  const person = people[step.user % people.length]
  if (!person) return
  const { userId } = person
  const membership = and(eq(memberships.tenantId, tenantId), eq(memberships.userId, userId))
  await database.asOwner(async (tx) => {
    if (step.type === 'member' && step.does === 'rename')
      await tx
        .update(users)
        .set({ name: sql`${users.name} || '+'` })
        .where(eq(users.id, userId))
    else if (person === people[0]) return
    else if (step.type === 'role') await tx.update(memberships).set({ role: step.role }).where(membership)
    else if (step.does === 'leave') await tx.delete(memberships).where(membership)
    else await tx.insert(memberships).values({ tenantId, userId, role: person.role }).onConflictDoNothing()
  })
}

/** As the server does it by itself, once a document is there. */
async function read(
  database: Database,
  tenantId: string,
  { isReadable, thing }: Extract<OrganisationStep, { readonly type: 'read' }>,
): Promise<void> {
  await database.asTenant({ tenantId, userId: '' }, async (tx) => {
    const rows = await tx.select({ id: documents.id }).from(documents).orderBy(asc(documents.id))
    const row = rows[thing % Math.max(1, rows.length)]
    const status = isReadable ? 'ready' : 'failed'
    if (row) await tx.update(documents).set({ status, pageCount: 1 }).where(eq(documents.id, row.id))
  })
}
