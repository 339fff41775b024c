/** How the texts of several documents come: in order, and past those of which there is nothing to be had. */
import { asc, eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../../../test/services/database.ts'
import { linesOf, madeUp, SPACE, VERSION } from '../../../../test/sync/made-up-derived.ts'
import { type Actor, AppError } from '../../../contract/index.ts'
import { type Database, documents } from '../../database/index.ts'
import { ensureTenant } from '../../tenants/index.ts'
import { type DerivedSource, fetchTexts } from './fetch-texts.ts'

describe('fetching texts', () => {
  const actor: Actor = { tenantId: uuidv7(), userId: uuidv7(), role: 'member' }
  let database: Database
  let ids: string[]
  beforeAll(async () => {
    database = await openTestDatabase()
    const [tenant, user] = [
      { id: actor.tenantId, name: '' },
      { id: actor.userId, name: '' },
    ]
    await ensureTenant(database, { tenant, user })
  })
  beforeEach(async () => {
    ids = Array.from({ length: 4 }, () => uuidv7())
    await database.asTenant(actor, async (tx) => {
      await tx.delete(documents).where(eq(documents.tenantId, actor.tenantId))
      await tx.insert(documents).values(
        ids.map((id) => ({
          ...{ tenantId: actor.tenantId, id, name: id, sha256: id, bytes: 1 },
          ...{ status: 'waiting' as const, createdBy: actor.userId },
        })),
      )
    })
  })
  afterAll(() => database.close())

  async function fetchAll(derived: DerivedSource, signal = new AbortController().signal): Promise<string[]> {
    const came: string[] = []
    const parts = { database, actor, derived, space: SPACE, indexVersion: VERSION }
    for await (const { documentId } of fetchTexts(parts, signal)) came.push(documentId)
    return came
  }
  const statuses = () =>
    database.asTenant(actor, async (tx) =>
      (await tx.select().from(documents).orderBy(asc(documents.id))).map(({ status }) => status),
    )

  it('asks for the next document, and no other, while one is kept', async () => {
    const asked: string[] = []
    const parts = { database, actor, space: SPACE, indexVersion: VERSION }
    const source: DerivedSource = async (id) => {
      asked.push(id)
      return linesOf(madeUp())
    }
    for await (const { documentId } of fetchTexts(
      { ...parts, derived: source },
      new AbortController().signal,
    ))
      expect(asked).toEqual(ids.slice(0, ids.indexOf(documentId) + 2))
    expect(await statuses()).toEqual(['ready', 'ready', 'ready', 'ready'])
  })

  it('passes over what the server has not read', async () => {
    const came = await fetchAll(async (id) => {
      if (id === ids[1]) throw new AppError('conflict', { reason: 'not read' })
      return linesOf(madeUp())
    })
    expect(came).toEqual([ids[0], ids[2], ids[3]])
    expect(await statuses()).toEqual(['ready', 'waiting', 'ready', 'ready'])
  })

  it('passes over nonsense, and says so at the end', async () => {
    const nonsense: DerivedSource = async (id) => linesOf(id === ids[1] ? '<html>' : madeUp())
    await expect(fetchAll(nonsense)).rejects.toMatchObject({ code: 'server_unreachable' })
    expect(await statuses()).toEqual(['ready', 'waiting', 'ready', 'ready'])
  })

  it('passes over what the server fails at, and says so at the end', async () => {
    const failing: DerivedSource = async (id) => {
      if (id === ids[0]) throw new AppError('internal', { reference: 'a request' })
      return linesOf(madeUp())
    }
    await expect(fetchAll(failing)).rejects.toMatchObject({ code: 'internal' })
    expect(await statuses()).toEqual(['waiting', 'ready', 'ready', 'ready'])
  })

  it('stops where the server is away, and keeps what came before', async () => {
    const away: DerivedSource = async (id) => {
      if (id === ids[2]) throw new AppError('server_unreachable')
      return linesOf(madeUp())
    }
    await expect(fetchAll(away)).rejects.toMatchObject({ code: 'server_unreachable' })
    expect(await statuses()).toEqual(['ready', 'ready', 'waiting', 'waiting'])
  })

  it('leaves the request under way when its reader leaves', async () => {
    const parts = { database, actor, space: SPACE, indexVersion: VERSION }
    const signals: AbortSignal[] = []
    const source: DerivedSource = async (_id, _space, signal) => {
      signals.push(signal)
      return linesOf(madeUp())
    }
    for await (const _ of fetchTexts({ ...parts, derived: source }, new AbortController().signal)) break
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true])
  })
})
