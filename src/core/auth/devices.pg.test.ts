/** Someone sees their own computers alone, and what is signed out from elsewhere is let in no more. */
import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { describeOnEachDatabase } from '../../../test/services/database.ts'
import { openTestStore, type TestStore } from '../../../test/stand-ins/kv.ts'
import { openOrganisation, outcomeOf, type TestOrganisation } from '../../../test/stand-ins/organisation.ts'
import type { Actor } from '../../contract/index.ts'
import { devices as devicesTable } from '../database/index.ts'
import { createDevices, createTokens, type Devices, type Tokens } from './index.ts'

const MINUTE_MS = 60_000
const laptop = { name: 'ada-laptop', keepsFiles: false }

describeOnEachDatabase('devices', (open) => {
  let hosted: TestOrganisation
  let store: TestStore
  let tokens: Tokens
  let devices: Devices
  let told: Actor[]
  beforeAll(async () => {
    hosted = await openOrganisation(open)
    return () => hosted.close()
  })
  beforeEach(() => {
    store = openTestStore()
    store.clock.now = Date.now()
    const now = () => store.clock.now
    told = []
    tokens = createTokens([{ kid: 'a', secret: 'a-secret-of-at-least-32-characters!' }], store.kv, now)
    devices = createDevices({
      ...{ database: hosted.database, tokens, now },
      onSignedOut: (actor) => void told.push(actor),
    })
  })
  afterEach(() => store.close())

  async function signIn(actor: Actor) {
    const { token } = await tokens.issue(actor)
    return { token, ...(await tokens.verify(token)) }
  }

  /** Signed in, and heard of under a client of its own. */
  async function deviceOf(actor: Actor, facts = laptop) {
    const [session, id] = [await signIn(actor), randomUUID()]
    await devices.note(session, id, facts)
    return { session, id }
  }

  it('lists what its user signed in, and nobody else’s', async () => {
    const { owner } = await hosted.addTenant()
    const member = await hosted.addMember(owner, 'member')
    const here = await deviceOf(owner)
    const there = await deviceOf(owner, { name: 'ada-desktop', keepsFiles: true })
    await deviceOf(member)
    await deviceOf((await hosted.addTenant()).owner)
    const listed = await devices.list(here.session)
    expect(listed.toSorted((a, b) => a.name.localeCompare(b.name))).toMatchObject([
      { id: there.id, name: 'ada-desktop', keepsFiles: true, isThis: false },
      { id: here.id, ...laptop, isThis: true },
    ])
  })

  it('is one line a computer, whatever client it is and however often its user signs in', async () => {
    const { owner } = await hosted.addTenant()
    const { session, id } = await deviceOf(owner)
    const anew = randomUUID()
    await devices.note(session, anew, laptop)
    expect((await devices.list(session)).map((device) => device.id)).toEqual([anew])
    const later = await signIn(owner)
    await devices.note(later, anew, { ...laptop, name: 'renamed' })
    expect(await devices.list(later)).toMatchObject([{ id: anew, name: 'renamed', isThis: true }])
    expect(id).not.toBe(anew)
  })

  it('signs out one of its user’s, and no other’s', async () => {
    const { owner } = await hosted.addTenant()
    const member = await hosted.addMember(owner, 'member')
    const [here, lost] = [await deviceOf(owner), await deviceOf(owner)]
    const [seen] = await devices.list((await deviceOf(member)).session)
    expect(await outcomeOf(devices.signOut(owner, seen?.id ?? ''))).toBe('not_found')
    expect(await outcomeOf(devices.signOut(member, lost.id))).toBe('not_found')
    expect(told).toEqual([])

    await devices.signOut(owner, lost.id)
    expect(told).toEqual([owner])
    expect(await outcomeOf(tokens.verify(lost.session.token))).toBe('session_ended')
    expect(await outcomeOf(tokens.verify(here.session.token))).toBe('done')
    expect((await devices.list(here.session)).map(({ id }) => id)).toEqual([here.id])
  })

  it('leaves another user’s line alone, whose client id someone took', async () => {
    const { owner } = await hosted.addTenant()
    const [mine, theirs] = [await deviceOf(owner), await signIn(await hosted.addMember(owner, 'member'))]
    await devices.note(theirs, mine.id, { ...laptop, name: 'taken' })
    expect(await devices.list(mine.session)).toMatchObject([laptop])
    expect(await devices.list(theirs)).toEqual([])
  })

  it('knows when it was last there to five minutes, and writes no more often', async () => {
    const { owner } = await hosted.addTenant()
    const { session, id } = await deviceOf(owner)
    const seenAt = async () => (await devices.list(session))[0]?.seenAt ?? ''
    const first = await seenAt()
    await devices.note(session, id, laptop)
    expect(await seenAt()).toBe(first)
    store.clock.now += 5 * MINUTE_MS
    await devices.note(session, id, laptop)
    const second = await seenAt()
    expect(second > first).toBe(true)
    await devices.note(session, id, { ...laptop, keepsFiles: true })
    expect((await seenAt()) > second).toBe(true)
  })

  it('forgets those whose sign-in ended, one by one or all at once', async () => {
    const { owner } = await hosted.addTenant()
    const [here, other] = [await deviceOf(owner), await deviceOf(owner)]
    await devices.end(other.session)
    expect(await devices.list(here.session)).toHaveLength(1)
    store.clock.now += 8 * 24 * 60 * MINUTE_MS
    expect(await devices.list(here.session)).toEqual([])
    const again = await deviceOf(owner)
    const kept = await hosted.database.asTenant(owner, (tx) =>
      tx.select().from(devicesTable).where(eq(devicesTable.tenantId, owner.tenantId)),
    )
    expect(kept.map(({ clientId }) => clientId)).toEqual([again.id])
    await devices.endAll(owner.tenantId, owner.userId)
    expect(await devices.list(again.session)).toEqual([])
    expect(await outcomeOf(tokens.verify(again.session.token))).toBe('session_ended')
  })
})
