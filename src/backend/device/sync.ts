/** Implements what windows ask of the open workspace's sync. */
import { implement } from '@orpc/server'
import { AppError, deviceContract } from '../../contract/index.ts'
import type { SyncEngine } from '../../core/sync/index.ts'
import type { Workspaces } from './workspaces.ts'

export function createSyncRouter(workspaces: Pick<Workspaces, 'hold' | 'use'>) {
  const os = implement(deviceContract.sync)
  /** @throws {AppError} conflict in a workspace of this device alone */
  const use = <T>(work: (synced: SyncEngine) => T | Promise<T>): Promise<T> =>
    workspaces.use(async ({ core }) => {
      if (!core.synced) throw new AppError('conflict', { reason: 'this workspace is not synced' })
      return work(core.synced)
    })
  return os.router({
    status: os.status.handler(async function* ({ signal }) {
      const { open, release } = await workspaces.hold()
      try {
        const { synced } = open.core
        if (synced) yield* synced.follow(signal ? AbortSignal.any([signal, open.closing]) : open.closing)
        else yield null
      } finally {
        release()
      }
    }),
    now: os.now.handler(() => use((synced) => synced.syncNow())),
    configure: os.configure.handler(({ input }) => use((synced) => synced.configure(input))),
    network: os.network.handler(({ input }) => use((synced) => synced.setNetwork(input))),
    activity: os.activity.handler(() => use((synced) => synced.activity())),
    dismiss: os.dismiss.handler(({ input }) => use((synced) => synced.dismiss(input.mutationIds))),
    fetchFile: os.fetchFile.handler(({ input }) => use((synced) => synced.fetchFile(input.id))),
    remoteFiles: os.remoteFiles.handler(() => use((synced) => synced.remoteFiles())),
  })
}
