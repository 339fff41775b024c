/** A workspace of this device: its own database and files in one folder that one process has open at a time. */
import { join } from 'node:path'
import { openBlobFolder, sweepIncoming } from './blobs/index.ts'
import { createLocalPubSub } from './changes/index.ts'
import { type Core, type CoreParts, createCore } from './core.ts'
import { openPglite } from './database/index.ts'
import { ensureTenant, type LocalTenant } from './tenants/index.ts'

export interface LocalCoreConfig
  extends LocalTenant,
    Pick<CoreParts, 'settings' | 'spareProcessors' | 'environment' | 'onnx' | 'onError'> {
  /** The workspace's own folder: the database, the PDFs and the backups. */
  readonly directory: string
  /** Named to other processes that find the folder in use. */
  readonly command: string
}

/** Opens the workspace, which is made when missing; throws `workspace_busy`, `workspace_newer` or `workspace_damaged`. */
export async function openLocalCore({ directory, command, ...config }: LocalCoreConfig): Promise<Core> {
  const database = await openPglite({ directory, command, onError: config.onError })
  try {
    await ensureTenant(database, config)
    const folder = join(directory, 'blobs')
    await sweepIncoming(folder)
    const blobs = openBlobFolder(folder)
    const core = await createCore({
      ...config,
      database,
      blobs: () => blobs,
      pubSub: createLocalPubSub(),
      roles: { work: true },
      vectorIndexTenant: { tenantId: config.tenant.id, userId: config.user.id },
    })
    return {
      ...core,
      async close() {
        await core.close()
        await database.close()
      },
    }
  } catch (error) {
    await database.close()
    throw error
  }
}
