/** A key-value store in a temporary folder, with a clock that tests set. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type KeyValueStore, openSqliteStore } from '../../src/core/kv/index.ts'

export interface TestStore {
  readonly kv: KeyValueStore
  /** Milliseconds since the epoch. */
  readonly clock: { now: number }
  close(): Promise<void>
}

export function openTestStore(): TestStore {
  const folder = mkdtempSync(join(tmpdir(), 'docuchat-kv-'))
  const clock = { now: Date.parse('2026-01-05T09:00:00Z') }
  const kv = openSqliteStore(join(folder, 'kv'), () => clock.now)
  return {
    ...{ kv, clock },
    async close() {
      await kv.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
