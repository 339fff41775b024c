/** What the user of a copy is told of its sync: everything it follows from, in one place, and whoever follows it. */
import type { Role, SyncState, SyncStatus } from '../../../contract/index.ts'
import { createWakeable } from './wakeable.ts'

export interface Network {
  readonly online: boolean
  /** Where what is sent costs money. */
  readonly metered: boolean
}

/** What is so at the moment; the state follows from it. */
export interface Facts extends Omit<SyncStatus, 'state' | 'role'> {
  readonly network: Network
  /** The user asked for it on a metered network, until there is nothing left to do. */
  readonly isForced: boolean
  /** Nothing here is to be synced any more. */
  readonly isEnded: boolean
  /** How often something was done here, and how many of these both sides have. */
  readonly doings: number
  readonly metAt: number
  /** More than a question whether there is anything. */
  readonly isExchanging: boolean
  /** From when something may be to fetch until all of it is here. */
  readonly isReceiving: boolean
}

export interface Report {
  readonly facts: Facts
  readonly status: SyncStatus
  /** Whether the user and the network let the engine work. */
  readonly mayWork: boolean
  /** Whether files and texts may be on their way: only once the server has said that it understands this client, and while it answers. */
  readonly mayTransfer: boolean
  change(news: Partial<Facts>): void
  /** The status now, and at every change. */
  follow(signal: AbortSignal): AsyncGenerator<SyncStatus>
}

export function createReport(first: Facts, role: () => Role): Report {
  const followers = new Set<() => void>()
  let facts = first
  let status = statusOf(facts, role())
  return {
    get facts() {
      return facts
    },
    get status() {
      return status
    },
    get mayWork() {
      return mayWork(facts)
    },
    get mayTransfer() {
      return mayWork(facts) && facts.metAt > 0 && facts.error === null
    },
    change(news) {
      const before = JSON.stringify(status)
      facts = { ...facts, ...news }
      if (!isAtWork(facts)) facts = { ...facts, isForced: false }
      status = statusOf(facts, role())
      if (JSON.stringify(status) !== before) for (const tell of followers) tell()
    },
    async *follow(signal) {
      const changed = createWakeable()
      followers.add(changed.wake)
      signal.addEventListener('abort', changed.wake)
      try {
        while (!signal.aborted) {
          yield status
          await changed.sleep(Number.POSITIVE_INFINITY)
        }
      } finally {
        followers.delete(changed.wake)
        signal.removeEventListener('abort', changed.wake)
      }
    },
  }
}

const mayWork = (facts: Facts) => !facts.paused && !facts.isEnded && facts.network.online && !isTooDear(facts)

const isTooDear = ({ isForced, network }: Facts) => network.metered && !isForced

function statusOf(facts: Facts, role: Role): SyncStatus {
  const { bytesPerSecond, error, keepsFiles, offlineSince, paused, receiving } = facts
  const { rejected, remoteFiles, sending, syncedAt, waiting } = facts
  return {
    ...{ state: stateOf(facts), role, waiting, rejected, sending, receiving, remoteFiles, error },
    ...{ offlineSince, syncedAt, paused, keepsFiles, bytesPerSecond },
  }
}

function stateOf(facts: Facts): SyncState {
  const { error, isEnded, network, paused } = facts
  if (isEnded) return 'ended'
  if (error?.code === 'session_ended' || error?.code === 'not_signed_in') return 'signed_out'
  if (error?.code === 'update_needed') return 'update_needed'
  if (paused || isTooDear(facts)) return 'paused'
  if (error || !network.online) return 'offline'
  return isAtWork(facts) ? 'syncing' : 'synced'
}

function isAtWork({ doings, isExchanging, isReceiving, metAt, sending, waiting }: Facts): boolean {
  return metAt < doings || isExchanging || isReceiving || waiting > 0 || sending !== null
}
