/** Work in workspaces that are not open, each of which is open for that work alone. */
import { AppError, type ErrorCode } from '../../contract/index.ts'
import type { DeviceWorkspace } from '../../core/device/index.ts'
import type { LocalCore } from '../../core/local-core.ts'

export interface Visits {
  /** Throws `workspace_busy`, or `membership_ended` where the copy went meanwhile. Work that looks at its signal stops early. */
  visit<T>(workspace: DeviceWorkspace, work: (core: LocalCore, signal: AbortSignal) => Promise<T>): Promise<T>
  /** Stops those in the workspace, or all, which then throw `code`; resolves when nothing of them is open any more. */
  stop(code: ErrorCode, workspaceId?: string): Promise<void>
}

interface Visit {
  readonly workspaceId: string
  readonly stop: AbortController
  readonly ended: Promise<void>
}

export function createVisits({
  onEnded,
  openCore,
}: {
  readonly openCore: (workspace: DeviceWorkspace, onEnded: () => void) => Promise<LocalCore>
  /** The copy that was visited is to go, and nothing of it is open. */
  readonly onEnded: (workspaceId: string) => Promise<void>
}): Visits {
  const visits = new Set<Visit>()
  return {
    async visit(workspace, work) {
      const stop = new AbortController()
      const { promise: ended, resolve: end } = Promise.withResolvers<void>()
      const visit = { workspaceId: workspace.id, stop, ended }
      let isMember = true
      visits.add(visit)
      try {
        const core = await openCore(workspace, () => {
          isMember = false
          stop.abort(new AppError('membership_ended'))
        })
        try {
          return await work(core, stop.signal)
        } finally {
          await core.close()
          // What was done there is gone with it, and why it was stopped says more than what broke for it.
          stop.signal.throwIfAborted()
        }
      } finally {
        visits.delete(visit)
        end()
        // Not before: the database was open.
        if (!isMember) await onEnded(workspace.id)
      }
    },
    async stop(code, workspaceId) {
      const stopped = [...visits].filter(
        (visit) => workspaceId === undefined || visit.workspaceId === workspaceId,
      )
      for (const { stop } of stopped) stop.abort(new AppError(code))
      await Promise.all(stopped.map(({ ended }) => ended))
    },
  }
}
