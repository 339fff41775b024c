/** Settings as JSON values under a key, each in the scope of one workspace or of the device. */
import type { Database as Sqlite } from 'better-sqlite3'
import { z } from 'zod'
import { type Settings, settingsChangeSchema, settingsSchema } from '../../contract/index.ts'

/** The scope of what belongs to no workspace. */
export const DEVICE = 'device'

export interface WorkspaceSettings {
  /** Every setting, with its default where none was chosen. */
  get(): Settings
  /** Stores the given ones and returns all. */
  set(change: Partial<Settings>): Settings
}

/** The user's settings of a workspace. */
export function workspaceSettings(sqlite: Sqlite, workspaceId: string): WorkspaceSettings {
  const get = () => {
    const stored = Object.entries(settingsSchema.shape).flatMap(([key, schema]) => {
      const value = readSetting(sqlite, workspaceId, key)
      // A value that another version allowed falls back to its default, rather than keep the workspace from opening.
      return value !== undefined && schema.safeParse(value).success ? [[key, value] as const] : []
    })
    return settingsSchema.parse(Object.fromEntries(stored))
  }
  const set = sqlite.transaction((change: Partial<Settings>) => {
    const parsed = settingsChangeSchema.parse(change)
    for (const key of Object.keys(change)) {
      const value = parsed[key as keyof Settings]
      if (value !== undefined) writeSetting(sqlite, workspaceId, key, value)
    }
    return get()
  })
  return { get, set: (change) => set.immediate(change) }
}

const rowSchema = z.object({ value: z.string() })

/** The stored value, or undefined. */
export function readSetting(sqlite: Sqlite, scope: string, key: string): unknown {
  const row = sqlite.prepare('select value from settings where scope = ? and key = ?').get(scope, key)
  return row === undefined ? undefined : JSON.parse(rowSchema.parse(row).value)
}

/** Stores any JSON value. */
export function writeSetting(sqlite: Sqlite, scope: string, key: string, value: unknown): void {
  sqlite
    .prepare(
      `insert into settings (scope, key, value)
      values (?, ?, ?)
      on conflict (scope, key) do update set value = excluded.value`,
    )
    .run(scope, key, JSON.stringify(value))
}
