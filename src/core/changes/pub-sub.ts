/** Carries messages between the processes that share a database; within one process when there is only one. */

export interface PubSub {
  /** Hands `message` to those who listen now; nothing is kept for those who come later. */
  publish(channel: string, message: string): Promise<unknown>
  /** Calls `listener` until the function that this resolves to is called. */
  subscribe(channel: string, listener: (message: string) => void): Promise<() => unknown>
}

/** For one process: listeners are called before `publish` returns. */
export function createLocalPubSub(): PubSub {
  const channels = new Map<string, Set<(message: string) => void>>()
  return {
    async publish(channel, message) {
      for (const listener of [...(channels.get(channel) ?? [])]) listener(message)
    },
    async subscribe(channel, listener) {
      // The same function may be given twice.
      const own = (message: string) => listener(message)
      const listeners = channels.get(channel) ?? new Set()
      channels.set(channel, listeners.add(own))
      return () => {
        listeners.delete(own)
        if (listeners.size === 0 && channels.get(channel) === listeners) channels.delete(channel)
      }
    },
  }
}
