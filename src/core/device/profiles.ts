/** The person who uses this device. */
import type { Database as Sqlite } from 'better-sqlite3'
import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'

export interface Profile {
  readonly id: string
  readonly name: string
}

const profileSchema = z.object({ id: z.uuid(), name: z.string() })

/** The device's profile, made with `name` when there is none yet; its id never changes after. */
export function ensureProfile(sqlite: Sqlite, name: string, now: Date): Profile {
  const find = sqlite.prepare('select id, name from profiles order by created_at, id limit 1')
  const ensure = sqlite.transaction(() => {
    const found = find.get()
    if (found) return profileSchema.parse(found)
    const profile: Profile = { id: uuidv7(), name }
    sqlite
      .prepare('insert into profiles (id, name, created_at) values (?, ?, ?)')
      .run(profile.id, profile.name, now.toISOString())
    return profile
  })
  const found = find.get()
  return found ? profileSchema.parse(found) : ensure.immediate()
}
