/** Somebody who was removed while their laptop was away hears so at its next contact, however long ago its sign-in ended. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../../src/contract/index.ts'
import { createTokens } from '../../src/core/auth/index.ts'
import { readConfig } from '../../src/server/config.ts'
import { eventually } from '../eventually.ts'
import { openCopy } from '../sync/copy.ts'
import { type Caller, type Hosted, isMissing, openHosted } from './hosted.ts'

const DAY_MS = 24 * 3_600_000
/** What a sign-in lasts. */
const LIFETIME_DAYS = 7

describe.skipIf(isMissing)('a token that has expired', () => {
  let hosted: Hosted
  beforeAll(async () => {
    hosted = await openHosted()
  })
  afterAll(() => hosted?.close())

  async function expired(actor: Actor, daysAgo: number): Promise<string> {
    const keys = readConfig(hosted.environment).SIGNING_KEYS ?? []
    const then = Date.now() - (LIFETIME_DAYS + daysAgo) * DAY_MS
    return (await createTokens(keys, hosted.server.parts.kv, () => then).issue(actor)).token
  }

  async function answerTo({ headers }: Caller, token: string): Promise<readonly unknown[]> {
    const response = await fetch(`${hosted.url}/v1/sync`, {
      ...{ method: 'POST', body: '{}' },
      headers: { ...headers, 'content-type': 'application/json', authorization: `Bearer ${token}` },
    })
    return [response.status, ((await response.json()) as { code: string }).code]
  }

  async function people() {
    const { owner, slug } = await hosted.addTenant()
    const email = `${randomUUID()}@example.com`
    await owner.request('POST', '/invitations', { email, role: 'member' })
    const member = await hosted.signIn(slug, email)
    const remove = () => owner.request('DELETE', `/members/${member.userId}`)
    return { member, remove }
  }

  it('tells who was removed since, and whoever was not to sign in again', async () => {
    const { member, remove } = await people()
    const [old, ancient] = [await expired(member, 8), await expired(member, 91)]
    expect(await answerTo(member, old)).toEqual([401, 'session_ended'])
    await remove()
    expect(await answerTo(member, old)).toEqual([403, 'membership_ended'])
    expect(await answerTo(member, ancient)).toEqual([401, 'session_ended'])
  })

  it('takes the copy of whoever was removed from their laptop', async () => {
    const { member, remove } = await people()
    const copy = await openCopy(member, hosted.url)
    await copy.until(({ state }) => state === 'synced')
    const old = await expired(member, 8)
    copy.synced.setNetwork({ online: false, metered: false })
    await remove()
    copy.setToken(old)
    copy.synced.setNetwork({ online: true, metered: false })
    expect(
      await eventually(
        async () => copy.isEnded(),
        (isEnded) => isEnded,
      ),
    ).toBe(true)
    await copy.remove()
  })
})
