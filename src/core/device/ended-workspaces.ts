/** Which copies of organisations' workspaces went from this device, until their user has seen that. */
import type { Database as Sqlite } from 'better-sqlite3'
import { z } from 'zod'
import { type EndedWorkspace, endedWorkspaceSchema } from '../../contract/index.ts'
import { DEVICE, readSetting, writeSetting } from './settings.ts'
import { listWorkspaces, removeWorkspace } from './workspaces.ts'

const ENDED = 'workspaces.ended'

/** The last first. */
export const endedWorkspaces = (sqlite: Sqlite): readonly EndedWorkspace[] =>
  z.array(endedWorkspaceSchema).parse(readSetting(sqlite, DEVICE, ENDED) ?? [])

/** Forgets the workspace as {@link removeWorkspace} does, and keeps that it went. */
export function endWorkspace(sqlite: Sqlite, id: string, now: Date): void {
  const end = sqlite.transaction(() => {
    const ended = listWorkspaces(sqlite).find((workspace) => workspace.id === id)
    if (!ended) return
    const { name, server } = ended
    const entry = { workspaceId: id, name, organisation: server?.organisation ?? name, at: now.toISOString() }
    writeSetting(sqlite, DEVICE, ENDED, [entry, ...endedWorkspaces(sqlite)])
    removeWorkspace(sqlite, id)
  })
  end.immediate()
}

export function dismissEnded(sqlite: Sqlite, id: string): void {
  const dismiss = sqlite.transaction(() => {
    const others = endedWorkspaces(sqlite).filter(({ workspaceId }) => workspaceId !== id)
    writeSetting(sqlite, DEVICE, ENDED, others)
  })
  dismiss.immediate()
}
