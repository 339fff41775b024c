/** The files that laptops send ahead of their documents: whose they are, how long they are kept, and what knowing a hash is worth. */
import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { pino } from 'pino'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type MutationArgs, type SyncResponse, syncResponseSchema } from '../../src/contract/index.ts'
import { readConfig } from '../../src/server/config.ts'
import { startServer } from '../../src/server/server.ts'
import { type Caller, type Hosted, isMissing, openHosted } from './hosted.ts'

const PART_BYTES = 1024 * 1024

describe.skipIf(isMissing)('a file that a laptop sends', () => {
  let hosted: Hosted
  beforeAll(async () => {
    hosted = await openHosted()
  })
  afterAll(() => hosted?.close())

  /** Two people of one organisation. */
  async function people(): Promise<readonly [Caller, Caller]> {
    const { owner, slug } = await hosted.addTenant()
    const email = `${randomUUID()}@example.com`
    await owner.request('POST', '/invitations', { email, role: 'member' })
    return [owner, await hosted.signIn(slug, email)]
  }

  const stateOf = (caller: Caller, { sha256 }: TestFile) => caller.json('GET', `/sync/blobs/${sha256}`)

  /** Sends the parts from `first` up to and without `last`, or all, and returns the last answer. */
  async function send(
    caller: Caller,
    { bytes, sha256 }: TestFile,
    [first, last] = [0, Number.POSITIVE_INFINITY],
  ) {
    let answer: unknown
    for (let part = first; part < last && part * PART_BYTES < bytes.byteLength; part++) {
      const query = `start=${part * PART_BYTES}&total=${bytes.byteLength}`
      const response = await fetch(`${hosted.url}/v1/sync/blobs/${sha256}?${query}`, {
        method: 'PUT',
        headers: { ...caller.headers, 'content-type': 'application/octet-stream' },
        body: bytes.slice(part * PART_BYTES, (part + 1) * PART_BYTES),
      })
      answer = await response.json()
    }
    return answer
  }

  const adding = ({ bytes, sha256 }: TestFile): MutationArgs<'document.add'> => ({
    ...{ id: uuidv7(), name: 'a.pdf', folderId: null, sha256, bytes: bytes.byteLength },
  })

  /** Pushes them as a client of its own. */
  async function push(
    caller: Caller,
    ...mutations: readonly { readonly name: string; readonly args: unknown }[]
  ): Promise<SyncResponse> {
    const numbered = mutations.map((mutation, index) => ({ ...mutation, id: index + 1 }))
    const request = { protocol: 1, clientId: uuidv7(), mutations: numbered, acknowledged: 0 }
    const answer = await caller.json('POST', '/sync', { ...request, cursor: null, refresh: [], limit: 100 })
    return syncResponseSchema.parse(answer)
  }
  const add = (args: MutationArgs<'document.add'>) => ({ name: 'document.add', args })
  const isKept = ({ tenantId }: Caller, { sha256 }: TestFile) =>
    hosted.server.parts.blobs(tenantId).has(sha256)

  it('is sent once, however long its document takes to follow it', async () => {
    const [owner, member] = await people()
    const file = fileOf(1_500_000)
    const whole = { isComplete: true, received: 1_500_000 }
    expect(await send(owner, file)).toEqual(whole)
    expect(await stateOf(owner, file)).toEqual(whole)
    // The answer was lost.
    expect(await send(owner, file, [1, 2])).toEqual(whole)
    expect(await stateOf(member, file)).toEqual({ isComplete: false, received: 0 })
    expect((await push(owner, add(adding(file)))).rejections).toEqual([])
    expect(await stateOf(member, file)).toMatchObject({ isComplete: true })
    expect(await rowsOf(owner, file)).toBe(0)
  })

  it('is no one’s who only knows its hash', async () => {
    const [owner, member] = await people()
    const file = fileOf(1_000)
    await send(owner, file)
    const { rejections, rows } = await push(member, add(adding(file)))
    expect([rejections, rows.document]).toMatchObject([[{ id: 1, error: { code: 'file_missing' } }], []])
    // Nor does the colleague's failure cost the owner anything.
    await send(member, file)
    expect((await push(member, add(adding(file)))).rejections).toEqual([])
    const own = adding(file)
    const { rows: shared } = await push(owner, add(own))
    expect(shared).toMatchObject({ document: [{ sha256: file.sha256 }], alias: [{ id: own.id }] })
  })

  it('is anyone’s of the organisation once a document lists it, in the bin or not', async () => {
    const [owner, member] = await people()
    const file = fileOf(1_000)
    await send(owner, file)
    const args = adding(file)
    await push(owner, add(args), { name: 'document.remove', args: { ids: [args.id] } })
    expect(await stateOf(member, file)).toMatchObject({ isComplete: true })
    const { rejections, rows } = await push(member, add(adding(file)))
    expect([rejections, rows.document]).toMatchObject([[], [{ id: args.id, deleted_at: null }]])
  })

  it('stays for whoever deletes its document for good and adds it anew, in one request', async () => {
    const [owner] = await people()
    const file = fileOf(1_000)
    await send(owner, file)
    const [first, second, third] = [adding(file), adding(file), adding(file)]
    await push(owner, add(first))
    expect(await stateOf(owner, file)).toMatchObject({ isComplete: true })
    const discard = ({ id }: typeof first) => [
      { name: 'document.remove', args: { ids: [id] } },
      { name: 'document.purge', args: { documentIds: [id], folderIds: [] } },
    ]
    const { rejections, rows } = await push(
      owner,
      ...[...discard(first), add(second), ...discard(second), add(third)],
    )
    expect([rejections, rows.document]).toMatchObject([[], [{ id: third.id }]])
    expect(await isKept(owner, file)).toBe(true)
    await push(owner, ...discard(third))
    expect(await isKept(owner, file)).toBe(false)
  })

  it('stays for a colleague who has sent it, too, when another deletes its document for good', async () => {
    const [owner, member] = await people()
    const file = fileOf(1_000)
    await send(member, file)
    await send(owner, file)
    const { id, ...rest } = adding(file)
    await push(owner, ...[add({ id, ...rest }), { name: 'document.remove', args: { ids: [id] } }], {
      name: 'document.purge',
      args: { documentIds: [id], folderIds: [] },
    })
    expect(await isKept(owner, file)).toBe(true)
    expect((await push(member, add(adding(file)))).rejections).toEqual([])
  })

  it('is asked for again where it was lost', async () => {
    const [owner] = await people()
    const file = fileOf(1_000)
    await send(owner, file)
    await hosted.server.parts.blobs(owner.tenantId).remove(file.sha256)
    expect(await stateOf(owner, file)).toEqual({ isComplete: false, received: 0 })
    expect((await push(owner, add(adding(file)))).rejections).toMatchObject([
      { error: { code: 'file_missing' } },
    ])
    expect(await send(owner, file)).toMatchObject({ isComplete: true })
    expect((await push(owner, add(adding(file)))).rejections).toEqual([])
  })

  it('goes after a week in which no document has come for it', async () => {
    const [owner] = await people()
    const [whole, begun, slow, listed] = [fileOf(1_000), fileOf(1_500_000), fileOf(1_500_000), fileOf(1_000)]
    for (const file of [whole, listed]) await send(owner, file)
    for (const file of [begun, slow]) await send(owner, file, [0, 1])
    await push(owner, add(adding(listed)))
    await send(owner, listed)
    const { database } = hosted.server.parts
    await database.asOwner((tx) =>
      tx.execute(
        sql`update upload_parts set created_at = now() - interval '8 days' where tenant_id = ${owner.tenantId}::uuid`,
      ),
    )
    await send(owner, slow, [1, 2])
    // A worker clears up as it starts.
    const other = await startServer(readConfig({ ...hosted.environment, PORT: '0' }), {
      ...{ log: pino({ level: 'silent' }), announce: () => {} },
    })
    await other.close()
    expect(await stateOf(owner, whole)).toEqual({ isComplete: false, received: 0 })
    expect(await stateOf(owner, begun)).toEqual({ isComplete: false, received: 0 })
    expect(await stateOf(owner, slow)).toEqual({ isComplete: true, received: 1_500_000 })
    const kept = await Promise.all([whole, slow, listed].map((file) => isKept(owner, file)))
    expect(kept).toEqual([false, true, true])
  })

  /** How many parts and ends are kept of it. */
  async function rowsOf({ tenantId }: Caller, { sha256 }: TestFile): Promise<number> {
    const { rows } = (await hosted.server.parts.database.asOwner((tx) =>
      tx.execute(sql`select 1 from upload_parts where tenant_id = ${tenantId}::uuid and sha256 = ${sha256}`),
    )) as { rows: unknown[] }
    return rows.length
  }
})

interface TestFile {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly sha256: string
}

/** Of that many bytes, and like no other. */
function fileOf(length: number): TestFile {
  const bytes = new Uint8Array(Buffer.concat([Buffer.from(randomUUID()), Buffer.alloc(length - 36, '%')]))
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') }
}
