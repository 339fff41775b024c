/** The store of a server that runs in one process: a SQLite file, so that codes and ended sign-ins survive a restart. */
import Sqlite from 'better-sqlite3'
import { z } from 'zod'
import type { KeyValueStore } from './key-value-store.ts'
import { type Listener, Listeners } from './listeners.ts'

const valueSchema = z.object({ value: z.string() })
const countSchema = z.object({ value: z.coerce.number().int(), expires_at_ms: z.number() })

/** Opens the file at `path`, making it when missing. `now` gives milliseconds since the epoch. */
export function openSqliteStore(path: string, now: () => number = Date.now): KeyValueStore {
  const sqlite = new Sqlite(path, { timeout: 5_000 })
  sqlite.pragma('journal_mode = wal')
  sqlite.exec(`
    create table if not exists entries (
      key text primary key,
      value text not null,
      expires_at_ms integer not null
    ) strict, without rowid;
    create index if not exists entries_expiry on entries (expires_at_ms);`)
  const listeners = new Listeners()

  const find = sqlite.prepare('select value from entries where key = ? and expires_at_ms > ?')
  const sweep = sqlite.prepare('delete from entries where expires_at_ms <= ?')
  const put = sqlite.prepare(`
    insert into entries (key, value, expires_at_ms) values (?, ?, ?)
    on conflict (key) do update set value = excluded.value, expires_at_ms = excluded.expires_at_ms`)
  const remove = sqlite.prepare('delete from entries where key = ? and expires_at_ms > ?')
  const count = sqlite.prepare(`
    insert into entries (key, value, expires_at_ms) values (?, '1', ?)
    on conflict (key) do update set value = cast(value as integer) + 1
    returning value, expires_at_ms`)

  const get = (key: string) => {
    const row = find.get(key, now())
    return row === undefined ? undefined : valueSchema.parse(row).value
  }
  // What is forgotten goes at the next write of anyone: no timer, and the file stays as small as what it holds.
  const writing = <Args extends unknown[], Result>(write: (...args: Args) => Result) =>
    sqlite.transaction((...args: Args) => {
      sweep.run(now())
      return write(...args)
    }).immediate
  const set = writing((key: string, value: string, ttlSeconds: number) => {
    put.run(key, value, now() + ttlSeconds * 1_000)
  })
  const increment = writing((key: string, ttlSeconds: number) => {
    const row = countSchema.parse(count.get(key, now() + ttlSeconds * 1_000))
    return { value: row.value, secondsLeft: Math.ceil((row.expires_at_ms - now()) / 1_000) }
  })

  return {
    get: async (key) => get(key),
    getMany: async (keys) => keys.map(get),
    set: async (key, value, ttlSeconds) => set(key, value, ttlSeconds),
    delete: async (key) => remove.run(key, now()).changes > 0,
    increment: async (key, ttlSeconds) => increment(key, ttlSeconds),
    async publish(channel, message) {
      // As over a network: whoever publishes is done before anyone hears of it.
      setImmediate(() => listeners.tell(channel, message))
    },
    async subscribe(channel, listener) {
      const own: Listener = (message) => listener(message)
      listeners.add(channel, own)
      return () => void listeners.remove(channel, own)
    },
    async ping() {},
    async close() {
      sqlite.close()
    },
  }
}
