/** What several processes share for a while: codes, counters, ended sign-ins, and news for whoever is listening. */

export interface KeyValueStore {
  get(key: string): Promise<string | undefined>
  /** Several at once, in one round trip. */
  getMany(keys: readonly string[]): Promise<(string | undefined)[]>
  /** Forgotten after `ttlSeconds`, a whole number. */
  set(key: string, value: string, ttlSeconds: number): Promise<void>
  /** Whether it was there: of several who take a key away, one is told so. */
  delete(key: string): Promise<boolean>
  /** Adds one and returns the sum; the first opens a window of `ttlSeconds`, after which the key is forgotten. */
  increment(key: string, ttlSeconds: number): Promise<Count>
  /** To those who listen now, in whatever process; nobody is waited for. */
  publish(channel: string, message: string): Promise<void>
  /** Resolves once nothing published from then on is missed; call what it returns to stop. A lost connection is taken up again. */
  subscribe(channel: string, listener: (message: string) => void): Promise<() => void>
  /** Rejects with `service_unavailable` when it cannot be reached, as every other method does. */
  ping(): Promise<void>
  close(): Promise<void>
}

export interface Count {
  readonly value: number
  readonly secondsLeft: number
}
