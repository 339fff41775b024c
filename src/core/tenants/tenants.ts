/** Tenants: finding and making them, and what their admins set. */
import { and, asc, eq, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import {
  type Actor,
  AppError,
  idSchema,
  type NewTenant,
  type OwnTenant,
  slugSchema,
  type Tenant,
  type TenantChange,
} from '../../contract/index.ts'
import { recordAudit } from '../audit/index.ts'
import { type Database, memberships, tenants } from '../database/index.ts'
import { asRole } from '../roles/index.ts'
import { addMember, ensureUser } from './people-store.ts'

export interface Tenants {
  /** By id or slug, for whoever asks: before sign-in, a tenant is known by nothing else. @throws {AppError} not_found */
  find(idOrSlug: string): Promise<Tenant>
  /** With its first owner, who can then sign in; for the server's operator. `tenant` is parsed. @throws {AppError} slug_taken */
  create(tenant: NewTenant): Promise<Tenant>
  /** Those that the actor is a member of, by name. */
  listOwn(actor: Actor): Promise<OwnTenant[]>
  /** A user as a member of the tenant named, by id or slug. @throws {AppError} not_found where they are none, or there is none */
  actorIn(idOrSlug: string, userId: string): Promise<Actor>
  /** An owner of the tenant, in whose name the server's operator acts. @throws {AppError} not_found */
  ownerOf(idOrSlug: string): Promise<Actor>
  /** For admins, as is {@link Tenants.change}. @throws {AppError} forbidden */
  get(actor: Actor): Promise<Tenant>
  change(actor: Actor, change: TenantChange): Promise<Tenant>
}

export function createTenants({ database }: { readonly database: Database }): Tenants {
  return {
    async find(idOrSlug) {
      const [row] = await database.asOwner((tx) => tx.select().from(tenants).where(named(idOrSlug)))
      return found(row, idOrSlug)
    },

    async actorIn(idOrSlug, userId) {
      const [row] = await database.asOwner((tx) =>
        tx
          .select({ tenantId: tenants.id, userId: memberships.userId, role: memberships.role })
          .from(memberships)
          .innerJoin(tenants, eq(tenants.id, memberships.tenantId))
          .where(and(named(idOrSlug), eq(memberships.userId, userId))),
      )
      // A tenant that is foreign looks like one that is not there.
      if (!row) throw new AppError('not_found', { kind: 'tenant', id: idOrSlug })
      return row
    },

    async ownerOf(idOrSlug) {
      const [row] = await database.asOwner((tx) =>
        tx
          .select({ tenantId: tenants.id, userId: memberships.userId, role: memberships.role })
          .from(memberships)
          .innerJoin(tenants, eq(tenants.id, memberships.tenantId))
          .where(and(named(idOrSlug), eq(memberships.role, 'owner')))
          .orderBy(asc(memberships.createdAt))
          .limit(1),
      )
      if (!row) throw new AppError('not_found', { kind: 'tenant', id: idOrSlug })
      return row
    },

    create: ({ slug, name, ownerEmail }) =>
      database.asOwner(async (tx) => {
        const [row] = await tx
          .insert(tenants)
          .values({ id: uuidv7(), slug, name })
          .onConflictDoNothing({ target: tenants.slug })
          .returning()
        if (!row) throw new AppError('slug_taken', { slug })
        const operator = { tenantId: row.id, userId: null }
        await recordAudit(tx, operator, 'tenant_created', row.id, { name, slug })
        const userId = await ensureUser(tx, ownerEmail)
        await addMember(tx, operator, userId, 'owner')
        return toTenant(row)
      }),

    listOwn: ({ userId }) =>
      // As the owner of the tables: a transaction of one tenant sees no other.
      database.asOwner((tx) =>
        tx
          .select({
            ...{ id: tenants.id, slug: tenants.slug, name: tenants.name },
            ...{ defaultLanguage: tenants.defaultLanguage, role: memberships.role },
          })
          .from(memberships)
          .innerJoin(tenants, eq(tenants.id, memberships.tenantId))
          .where(eq(memberships.userId, userId))
          .orderBy(asc(tenants.name), asc(tenants.id)),
      ),

    get: (actor) =>
      asRole(database, actor, 'admin', async (tx) => {
        const [row] = await tx.select().from(tenants).where(eq(tenants.id, actor.tenantId))
        return found(row, actor.tenantId)
      }),

    change: (actor, change) =>
      asRole(database, actor, 'admin', async (tx) => {
        const set = Object.entries(change).filter(([, value]) => value !== undefined)
        const current = tx.select().from(tenants).where(eq(tenants.id, actor.tenantId))
        if (set.length === 0) return found((await current)[0], actor.tenantId)
        const [row] = await tx
          .update(tenants)
          .set(Object.fromEntries(set))
          .where(eq(tenants.id, actor.tenantId))
          .returning()
        const details = Object.fromEntries(set.map(([key, value]) => [key, String(value)]))
        await recordAudit(tx, actor, 'tenant_changed', actor.tenantId, details)
        return found(row, actor.tenantId)
      }),
  }
}

const named = (idOrSlug: string) =>
  idSchema.safeParse(idOrSlug).success
    ? eq(tenants.id, idOrSlug)
    : // What can be no slug may be no text that Postgres takes.
      slugSchema.safeParse(idOrSlug).success
      ? eq(tenants.slug, idOrSlug)
      : sql`false`

function found(row: typeof tenants.$inferSelect | undefined, id: string): Tenant {
  if (!row) throw new AppError('not_found', { kind: 'tenant', id })
  return toTenant(row)
}

const toTenant = (row: typeof tenants.$inferSelect): Tenant => ({
  ...{ id: row.id, slug: row.slug, name: row.name, defaultLanguage: row.defaultLanguage },
  ...{ allowedModels: row.allowedModels, allowedDomains: row.allowedDomains },
})
