/** The status bar's words for every state that a sync can be in. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { SyncStatus } from '../../contract/index.ts'
import '../i18n/index.ts'
import i18next from 'i18next'
import { summaryOf } from './summary.ts'

const now = Date.parse('2026-05-04T12:00:00.000Z')
const minutesAgo = (minutes: number) => new Date(now - minutes * 60_000).toISOString()

const quiet: SyncStatus = {
  ...{ state: 'synced', role: 'member', paused: false, keepsFiles: false, bytesPerSecond: null },
  ...{ waiting: 0, rejected: 0, sending: null, receiving: null, remoteFiles: 0 },
  ...{ offlineSince: null, syncedAt: minutesAgo(2), error: null },
}
const said = (change: Partial<SyncStatus>) => {
  const { headline, detail } = summaryOf({ ...quiet, ...change }, now)
  return detail === '' ? headline : `${headline} | ${detail}`
}

describe('in English', () => {
  beforeAll(() => i18next.changeLanguage('en'))

  it('says when both sides last had the same', () => {
    expect(said({})).toBe('Synced 2 min. ago')
    expect(said({ syncedAt: minutesAgo(0.5) })).toBe('Synced just now')
    expect(said({ syncedAt: minutesAgo(60 * 30) })).toBe('Synced 1 day ago')
    expect(said({ syncedAt: null })).toBe('Synced')
  })

  it('says what is on its way, either way', () => {
    const sending = { done: 1, total: 3 }
    const receiving = { done: 0, total: 1_200 }
    expect(said({ state: 'syncing', sending, receiving })).toBe(
      'Syncing | sending 1 of 3, receiving 0 of 1,200',
    )
    expect(said({ state: 'syncing', waiting: 2 })).toBe('Syncing | 2 changes waiting')
    expect(said({ receiving })).toBe('Synced 2 min. ago | receiving 0 of 1,200')
  })

  it('says since when there is no server, with the day when that was another', () => {
    const offlineSince = minutesAgo(60 * 24)
    expect(said({ state: 'offline', offlineSince })).toMatch(/^Offline since May 3, 2026/)
    expect(said({ state: 'offline', offlineSince: minutesAgo(1), waiting: 1 })).toMatch(
      /^Offline since \d+:\d+\s[AP]M \| 1 change will sync later$/,
    )
  })

  it('tells a pause that its user wanted from one for the network’s sake', () => {
    expect(said({ state: 'paused', paused: true, waiting: 4 })).toBe('Paused | 4 changes waiting')
    expect(said({ state: 'paused' })).toBe('Waiting for a network that costs nothing')
  })

  it('asks for what only its user can do', () => {
    for (const state of ['signed_out', 'update_needed', 'ended'] as const)
      expect(summaryOf({ ...quiet, state }, now).tone).toBe('warn')
    expect(said({ state: 'signed_out', waiting: 3 })).toBe('Sign-in needed | 3 changes waiting')
    expect(said({ state: 'update_needed' })).toBe('Update needed')
  })
})

describe('in Persian', () => {
  beforeAll(() => i18next.changeLanguage('fa'))

  it('writes its own digits', () => {
    expect(said({})).toBe('۲ دقیقه پیش همگام شد')
    expect(said({ state: 'signed_out', waiting: 3 })).toBe('ورود لازم است | ۳ تغییر در صف')
  })
})
