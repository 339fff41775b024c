/** deploy/citus/check.sql finds nothing in the schema as migrated, and finds each of the things it is there for. */
import { readFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import type { Database } from '../../src/core/database/index.ts'
import { describeOnEachDatabase } from '../services/database.ts'

const check = readFileSync(new URL('../../deploy/citus/check.sql', import.meta.url), 'utf8')
const problemsSchema = z.object({ rows: z.array(z.object({ table_name: z.string(), problem: z.string() })) })

describeOnEachDatabase('distribution by tenant', (open) => {
  let database: Database
  beforeAll(async () => {
    database = await open()
  })
  afterAll(() => database.close())

  /** What the check says where `statement` was applied to the schema. */
  async function problemsWith(statement: string): Promise<readonly string[]> {
    await database.asOwner((tx) => tx.execute(sql.raw(statement)))
    const found = await database.asOwner((tx) => tx.execute(sql.raw(check)))
    return problemsSchema.parse(found).rows.map((row) => `${row.table_name} ${row.problem}`)
  }

  it('is possible for every table', async () => {
    expect(await problemsWith('select 1')).toEqual([])
  })

  it.each([
    {
      of: 'a table whose key does not begin with the tenant',
      make: 'create table notes (id uuid, tenant_id uuid, primary key (id, tenant_id))',
      undo: 'drop table notes',
      problem: 'notes has no primary key that begins with tenant_id',
    },
    {
      of: 'what is unique across tenants',
      make: 'create unique index documents_sha on documents (sha256)',
      undo: 'drop index documents_sha',
      problem: 'documents documents_sha is unique across tenants, which no node can see',
    },
    {
      of: 'a reference that leaves the tenant out',
      make: `create table notes (tenant_id uuid, id uuid, primary key (tenant_id, id), other_tenant uuid, folder uuid,
        constraint notes_folder foreign key (other_tenant, folder) references folders (tenant_id, id))`,
      undo: 'drop table notes',
      problem: 'notes notes_folder refers to folders without the tenant, whose rows may lie elsewhere',
    },
    {
      of: 'a reference table that refers to a distributed one',
      make: `alter table users add tenant_id uuid, add folder uuid, add constraint users_folder
        foreign key (tenant_id, folder) references folders (tenant_id, id)`,
      undo: 'alter table users drop tenant_id, drop folder',
      problem: 'users users_folder lets a reference table refer to folders, which is distributed',
    },
  ])('is refused for $of', async ({ make, problem, undo }) => {
    expect(await problemsWith(make)).toEqual([problem])
    expect(await problemsWith(undo)).toEqual([])
  })
})
