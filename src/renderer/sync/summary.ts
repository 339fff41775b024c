/** The sync of a workspace in few words, as the status bar says it. */
import i18next from 'i18next'
import type { SyncStatus } from '../../contract/index.ts'
import { formatAgo, formatDate, formatNumber, formatTime } from '../i18n/format.ts'

export interface SyncSummary {
  /** `warn` needs the user; `busy` is under way; `off` waits. */
  readonly tone: 'quiet' | 'busy' | 'off' | 'warn'
  readonly headline: string
  /** What is on its way, or waits; empty for nothing. */
  readonly detail: string
}

/** `now` in milliseconds since the epoch. */
export function summaryOf(status: SyncStatus, now: number): SyncSummary {
  const { state, offlineSince, syncedAt, paused } = status
  const waits = waiting(status)
  switch (state) {
    case 'signed_out':
      return { tone: 'warn', headline: i18next.t('sync:needsSignIn'), detail: waits }
    case 'update_needed':
      return { tone: 'warn', headline: i18next.t('sync:updateNeeded'), detail: waits }
    case 'ended':
      return { tone: 'warn', headline: i18next.t('sync:ended'), detail: '' }
    case 'paused':
      return { tone: 'off', headline: i18next.t(paused ? 'sync:paused' : 'sync:metered'), detail: waits }
    case 'offline':
      return {
        tone: 'off',
        headline:
          offlineSince === null
            ? i18next.t('sync:offline')
            : i18next.t('sync:offlineSince', { time: momentOf(offlineSince, now) }),
        detail: status.waiting === 0 ? '' : i18next.t('sync:willSync', counted(status.waiting)),
      }
    case 'syncing':
      return { tone: 'busy', headline: i18next.t('sync:syncing'), detail: underWay(status) || waits }
    case 'synced':
      return {
        tone: 'quiet',
        headline:
          syncedAt === null
            ? i18next.t('sync:synced')
            : now - Date.parse(syncedAt) < 60_000
              ? i18next.t('sync:syncedNow')
              : i18next.t('sync:syncedAgo', { ago: formatAgo(syncedAt, now) }),
        // Files go on being brought after the changes are through.
        detail: underWay(status) || waits,
      }
  }
}

/** The time, with its day when that is another. */
export function momentOf(iso: string, now: number): string {
  const isToday = new Date(iso).toDateString() === new Date(now).toDateString()
  return isToday ? formatTime(iso) : formatDate(iso, { dateStyle: 'medium', timeStyle: 'short' })
}

const counted = (count: number) => ({ count, formatted: formatNumber(count) })

const waiting = ({ waiting: count }: SyncStatus): string =>
  count === 0 ? '' : i18next.t('sync:waiting', counted(count))

function underWay({ sending, receiving }: SyncStatus): string {
  const of = (progress: { done: number; total: number }) => ({
    done: formatNumber(progress.done),
    total: formatNumber(progress.total),
  })
  return [
    sending && i18next.t('sync:sending', of(sending)),
    receiving && i18next.t('sync:receiving', of(receiving)),
  ]
    .filter(Boolean)
    .join(i18next.t('sync:comma'))
}
