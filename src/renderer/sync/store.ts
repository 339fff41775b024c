/** How the open workspace is synced, as the backend tells it, and which documents have their file only on the server. */
import { create } from 'zustand'
import type { SyncSettings, SyncStatus } from '../../contract/index.ts'
import { attempt } from '../state/errors.ts'
import { client, host } from '../state/host.ts'
import { networkNow } from './network.ts'

interface SyncState {
  /** Null for a workspace of this computer alone, and until it is known. */
  readonly status: SyncStatus | null
  readonly remoteFiles: ReadonlySet<string>
  /** Documents whose file is being brought here because its user asked for it. */
  readonly fetching: ReadonlySet<string>
  /** Follows the workspace that is open now. */
  load(): Promise<void>
  configure(change: Partial<SyncSettings>): void
  /** Brings a document's file to this computer. */
  fetchFile(id: string): Promise<void>
}

const RETRY_MS = 500
const NOTHING: ReadonlySet<string> = new Set()

export const useSync = create<SyncState>()((set, get) => {
  let following: AbortController | undefined

  async function follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const statuses = await client.device.sync.status(undefined, { signal })
        await client.device.sync.network(networkNow()).catch(() => {})
        for await (const status of statuses) {
          if (signal.aborted) return
          receive(status)
          if (status === null) return
        }
      } catch {
        // The stream breaks when the workspace closes or the backend restarts.
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  }

  function receive(status: SyncStatus | null): void {
    const before = get().status
    set({ status })
    if (status === null) set({ remoteFiles: NOTHING })
    else if (
      before?.remoteFiles !== status.remoteFiles ||
      before.syncedAt !== status.syncedAt ||
      before.receiving?.done !== status.receiving?.done
    )
      refresh()
  }

  let refreshing = false
  let isStale = false
  /** One request at a time, however fast the status changes: the list may be long. */
  function refresh(): void {
    isStale = true
    if (refreshing) return
    refreshing = true
    void (async () => {
      while (isStale) {
        isStale = false
        const ids = await client.device.sync.remoteFiles()
        if (get().status !== null) set({ remoteFiles: new Set(ids) })
      }
    })()
      // Told again at the next change.
      .catch(() => {})
      .finally(() => {
        refreshing = false
      })
  }

  return {
    status: null,
    remoteFiles: NOTHING,
    fetching: NOTHING,
    async load() {
      if (!host.device) return
      following?.abort()
      following = new AbortController()
      void follow(following.signal)
    },
    configure(change) {
      const { status } = get()
      if (!status) return
      set({ status: { ...status, ...change } })
      attempt(
        client.device.sync.configure(change).catch((error: unknown) => {
          if (get().status) set({ status })
          throw error
        }),
      )
    },
    async fetchFile(id) {
      set(({ fetching }) => ({ fetching: new Set(fetching).add(id) }))
      try {
        await client.device.sync.fetchFile({ id })
        set(({ remoteFiles }) => ({ remoteFiles: without(remoteFiles, id) }))
      } finally {
        set(({ fetching }) => ({ fetching: without(fetching, id) }))
      }
    },
  }
})

function without(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const left = new Set(ids)
  left.delete(id)
  return left
}
