/** Which workspaces were forgotten whose data may still be on the disk: a process may end between the two. */
import type { Database as Sqlite } from 'better-sqlite3'
import { z } from 'zod'
import { DEVICE, readSetting, writeSetting } from './settings.ts'

const FORGOTTEN = 'workspaces.forgotten'

const forgottenSchema = z.object({ id: z.string(), directory: z.string() })
/** A workspace that is none any more, and the folder of its data, relative to the data folder. */
export type ForgottenWorkspace = Readonly<z.infer<typeof forgottenSchema>>

export const forgottenWorkspaces = (sqlite: Sqlite): readonly ForgottenWorkspace[] =>
  z.array(forgottenSchema).parse(readSetting(sqlite, DEVICE, FORGOTTEN) ?? [])

/** Within the transaction that forgets it. */
export function keepForgotten(sqlite: Sqlite, { directory, id }: ForgottenWorkspace): void {
  writeSetting(sqlite, DEVICE, FORGOTTEN, [...forgottenWorkspaces(sqlite), { id, directory }])
}

/** Its data is gone. */
export function dataRemoved(sqlite: Sqlite, id: string): void {
  const remove = sqlite.transaction(() => {
    const others = forgottenWorkspaces(sqlite).filter((forgotten) => forgotten.id !== id)
    writeSetting(sqlite, DEVICE, FORGOTTEN, others)
  })
  remove.immediate()
}
