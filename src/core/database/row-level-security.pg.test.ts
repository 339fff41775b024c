/**
 * Invariant: a transaction of one tenant neither sees nor changes a row of another, whatever its statement; and no row refers to
 * one of another tenant. The tables are read from the catalog, so that a new one cannot be forgotten.
 */
import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeOnEachDatabase } from '../../../test/services/database.ts'
import { errorOf, fillTable, rowsOf, tenantTables } from '../../../test/services/tenant-rows.ts'
import type { Database, Transaction } from './database.ts'
import { tenants, users } from './schema.ts'

const ours = { tenantId: randomUUID(), userId: randomUUID() }
const theirs = { tenantId: randomUUID(), userId: randomUUID() }
const nobody = { tenantId: '', userId: '' }

describeOnEachDatabase('row-level security', (open) => {
  let database: Database
  let tables: readonly string[]
  beforeAll(async () => {
    database = await open()
    tables = await database.asOwner(tenantTables)
    await database.asOwner(async (tx) => {
      for (const { tenantId, userId } of [ours, theirs]) {
        await tx.insert(tenants).values({ id: tenantId, slug: tenantId, name: 'Tenant' })
        await tx.insert(users).values({ id: userId, name: 'User' })
      }
    })
    for (const actor of [ours, theirs]) {
      for (const table of tables) await database.asOwner((tx) => fillTable(tx, table, actor))
    }
  })
  afterAll(() => database.close())

  /** What `work` finds as our tenant; its changes are undone. */
  async function rolledBack<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const undo = new Error('undo')
    let found: { readonly value: T } | undefined
    await database
      .asTenant(ours, async (tx) => {
        found = { value: await work(tx) }
        throw undo
      })
      .catch((error: unknown) => {
        if (error !== undo) throw error
      })
    if (!found) throw undo
    return found.value
  }

  it('covers every table but those that belong to no single tenant', async () => {
    const all = await database.asOwner((tx) =>
      rowsOf(
        tx,
        sql`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`,
      ),
    )
    const others = all.map(({ name }) => name).filter((name) => !tables.includes(String(name)))
    expect(others.sort()).toEqual(['tenants', 'users'])
    expect(tables.length).toBeGreaterThan(15)
  })

  it('is on for every table, which the tenants’ role does not own', async () => {
    const rows = await database.asOwner((tx) =>
      rowsOf(
        tx,
        sql`
          select relname, relrowsecurity as secured, relowner = 'docuchat_app'::regrole as owned
          from pg_class
          where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`,
      ),
    )
    expect(rows.filter(({ secured, owned }) => secured !== true || owned !== false)).toEqual([])
  })

  it('binds a role that can neither log in, bypass it, make anything, nor become another role', async () => {
    const [role] = await database.asTenant(ours, (tx) =>
      rowsOf(
        tx,
        sql`
          select current_user as name, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin,
            (select count(*)::int from pg_auth_members where member = pg_roles.oid) as memberships,
            has_schema_privilege(current_user, 'public', 'create') as creates
          from pg_roles
          where rolname = current_user`,
      ),
    )
    expect(role).toEqual({
      name: 'docuchat_app',
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolcanlogin: false,
      memberships: 0,
      creates: false,
    })
  })

  it('lets a tenant see its own rows and no others, in every table', async () => {
    for (const table of tables) {
      const rows = await database.asTenant(ours, (tx) =>
        rowsOf(tx, sql`select distinct tenant_id from ${sql.identifier(table)}`),
      )
      expect({ table, rows }).toEqual({ table, rows: [{ tenant_id: ours.tenantId }] })
    }
  })

  it('shows nothing where no tenant is set', async () => {
    for (const table of [...tables, 'tenants', 'users']) {
      const rows = await database.asTenant(nobody, (tx) =>
        rowsOf(tx, sql`select * from ${sql.identifier(table)}`),
      )
      expect({ table, rows }).toEqual({ table, rows: [] })
    }
  })

  it('inserts no row of another tenant', async () => {
    for (const table of tables.filter(isWritable)) {
      const error = await errorOf(database.asTenant(ours, (tx) => fillTable(tx, table, theirs)))
      expect({ table, error }).toEqual({ table, error: expect.stringContaining('row-level security') })
    }
  })

  it('updates no row of another tenant, and gives none of its own away', async () => {
    for (const table of tables.filter(isChangeable)) {
      const name = sql.identifier(table)
      const touched = await database.asTenant(ours, (tx) =>
        rowsOf(
          tx,
          sql`update ${name} set tenant_id = tenant_id where tenant_id = ${theirs.tenantId} returning 1 as one`,
        ),
      )
      expect({ table, touched }).toEqual({ table, touched: [] })
      const error = await errorOf(
        database.asTenant(ours, (tx) => tx.execute(sql`update ${name} set tenant_id = ${theirs.tenantId}`)),
      )
      expect({ table, error }).toEqual({ table, error: expect.stringContaining('row-level security') })
    }
  })

  it('deletes no row of another tenant', async () => {
    for (const table of tables.filter(isChangeable)) {
      const name = sql.identifier(table)
      const left = await rolledBack(async (tx) => {
        await tx.execute(sql`delete from ${name}`)
        await tx.execute(sql`reset role`)
        return rowsOf(tx, sql`select distinct tenant_id from ${name}`)
      })
      expect({ table, left }).toEqual({ table, left: [{ tenant_id: theirs.tenantId }] })
    }
  })

  it('lets no tenant decide who belongs to it', async () => {
    const statements = [
      sql`insert into memberships (tenant_id, user_id, role) values (${ours.tenantId}, ${theirs.userId}, 'owner')`,
      sql`update memberships set role = 'owner'`,
      sql`delete from memberships`,
      sql`
        insert into invitations (tenant_id, id, email, role, invited_by, expires_at)
        values (${ours.tenantId}, gen_random_uuid(), 'x@example.org', 'owner', ${ours.userId}, now())`,
      sql`update invitations set role = 'owner'`,
      sql`delete from invitations`,
    ]
    for (const statement of statements) {
      const error = await errorOf(database.asTenant(ours, (tx) => tx.execute(statement)))
      expect(error).toContain('permission denied')
    }
  })

  it('lets no tenant change what its audit log says', async () => {
    for (const statement of [
      sql`update audit_events set action = 'signed_in'`,
      sql`delete from audit_events`,
    ]) {
      const error = await errorOf(database.asTenant(ours, (tx) => tx.execute(statement)))
      expect(error).toContain('permission denied')
    }
  })

  it('truncates nothing', async () => {
    for (const table of tables) {
      const error = await errorOf(
        database.asTenant(ours, (tx) => tx.execute(sql`truncate ${sql.identifier(table)} cascade`)),
      )
      expect({ table, error }).toEqual({ table, error: expect.stringContaining('permission denied') })
    }
  })

  describe('of the tables that belong to no single tenant', () => {
    it('shows a tenant itself and its members', async () => {
      const seen = await database.asTenant(theirs, async (tx) => ({
        tenants: await tx.select({ id: tenants.id }).from(tenants),
        users: await tx.select({ id: users.id }).from(users),
      }))
      expect(seen).toEqual({ tenants: [{ id: theirs.tenantId }], users: [{ id: theirs.userId }] })
    })

    it.each([
      ['add a tenant', sql`insert into tenants (id, slug, name) values (gen_random_uuid(), 'new', 'New')`],
      ['add a user', sql`insert into users (id, name) values (gen_random_uuid(), 'New')`],
    ])('does not let a tenant %s', async (_, statement) => {
      expect(await errorOf(database.asTenant(theirs, (tx) => tx.execute(statement)))).toMatch(
        /row-level security|permission denied/,
      )
    })

    it.each([
      [
        'rename another tenant',
        sql`update tenants set name = 'X' where id = ${ours.tenantId} returning 1 as one`,
      ],
      ['rename a user', sql`update users set name = 'X' returning 1 as one`],
      ['delete a user', sql`delete from users returning 1 as one`],
    ])('does not let a tenant %s', async (_, statement) => {
      const outcome = await database
        .asTenant(theirs, (tx) => rowsOf(tx, statement))
        .catch((error: unknown) => String(error))
      expect(JSON.stringify(outcome)).toMatch(/^\[\]$|permission denied|Failed query/)
    })
  })

  it('has a tenant first in every key between tenant tables, so that no row can refer to another tenant’s', async () => {
    const keys = await database.asOwner((tx) =>
      rowsOf(
        tx,
        sql`
          select conname as name
          from pg_constraint
          join pg_attribute own on own.attrelid = conrelid and own.attnum = conkey[1]
          join pg_attribute other on other.attrelid = confrelid and other.attnum = confkey[1]
          where contype = 'f' and connamespace = 'public'::regnamespace
            and confrelid::regclass::text not in ('tenants', 'users')
            and (own.attname, other.attname) is distinct from ('tenant_id', 'tenant_id')`,
      ),
    )
    expect(keys).toEqual([])
  })

  it('refuses a chunk of another tenant’s document', async () => {
    const [document] = await database.asTenant(theirs, (tx) => rowsOf(tx, sql`select document_id from pages`))
    const error = await errorOf(
      database.asTenant(ours, (tx) =>
        tx.execute(sql`update pages set document_id = ${document?.document_id}`),
      ),
    )
    expect(error).toContain('violates foreign key constraint')
  })

  it('ends with the transaction: the next one on the same connection is the owner again', async () => {
    await database.asTenant(ours, async () => {})
    const [after] = await database.asOwner((tx) =>
      rowsOf(
        tx,
        sql`select current_user = 'docuchat_app' as bound, current_setting('app.tenant_id', true) as tenant`,
      ),
    )
    expect(after?.bound).toBe(false)
    expect(after?.tenant ?? '').toBe('')
  })
})

/** People are written by the owner's code alone; what was done cannot be unsaid. */
const isWritable = (table: string) => table !== 'memberships' && table !== 'invitations'
const isChangeable = (table: string) => isWritable(table) && table !== 'audit_events'
