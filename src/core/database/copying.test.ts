/** Writing many rows by `copy`; every type of column is tried in sync/derived/keep-derived.test.ts. */
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../../test/services/database.ts'
import type { Database } from './database.ts'
import { documents, tenants } from './schema.ts'

describe('copying', () => {
  const tenantId = uuidv7()
  let database: Database
  beforeAll(async () => {
    database = await openTestDatabase()
    await database.asOwner((tx) => tx.insert(tenants).values({ id: tenantId, slug: 'one', name: 'One' }))
  })
  afterAll(() => database.close())

  const row = (title: string | null) => {
    const id = uuidv7()
    return { id, name: 'A.pdf', sha256: id, bytes: 1, status: 'ready', created_by: id, title }
  }
  const titles = () =>
    database.asOwner(async (tx) => (await tx.select().from(documents)).map(({ title }) => title))

  it('takes nulls, and leaves other columns to their defaults', async () => {
    await database.copying?.((_, copy) =>
      copy(documents, { tenant_id: tenantId }, [row('Turbines'), row(null)]),
    )
    expect(await titles()).toEqual(['Turbines', null])
  })

  it('writes nothing when what follows it fails', async () => {
    const before = await titles()
    const failing = database.copying?.(async (_, copy) => {
      await copy(documents, { tenant_id: tenantId }, [row('Lost')])
      throw new Error('no more')
    })
    await expect(failing).rejects.toThrow('no more')
    expect(await titles()).toEqual(before)
  })

  it('refuses a column of a type that it cannot write', async () => {
    const failing = database.copying?.((_, copy) => copy(documents, {}, [{ created_at: new Date() }]))
    await expect(failing).rejects.toThrow('created_at')
  })
})
