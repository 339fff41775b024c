/** A workspace of this device: its own database and files in one folder that one process has open at a time. */
import { join } from 'node:path'
import type { Actor, Role } from '../contract/index.ts'
import { type BlobStore, openBlobFolder, sweepIncoming } from './blobs/index.ts'
import { createLocalPubSub } from './changes/index.ts'
import { type Core, type CoreParts, createCore, type Upstream } from './core.ts'
import { type Database, openPglite } from './database/index.ts'
import { requireCurrentRole } from './roles/index.ts'
import { detach, joinSync } from './sync/index.ts'
import { ensureTenant, type LocalTenant } from './tenants/index.ts'

export interface LocalCoreConfig
  extends LocalTenant,
    Pick<CoreParts, 'settings' | 'spareProcessors' | 'environment' | 'onnx' | 'onError'> {
  /** The workspace's own folder: the database, the PDFs and the backups. */
  readonly directory: string
  /** Of a copy of an organisation's workspace: where that is. Its tenant and user are those of the organisation. */
  readonly server?: Pick<Upstream, 'url' | 'token' | 'onEnded'>
  /** Named to other processes that find the folder in use. */
  readonly command: string
}

export interface LocalCore extends Core {
  /** The user of the workspace, with the role that they have now. */
  readonly actor: Actor
}

/** Opens the workspace, which is made when missing; throws `workspace_busy`, `workspace_newer` or `workspace_damaged`. */
export async function openLocalCore({
  directory,
  command,
  server,
  ...config
}: LocalCoreConfig): Promise<LocalCore> {
  const database = await openPglite({ directory, command, onError: config.onError })
  try {
    const folder = join(directory, 'blobs')
    await sweepIncoming(folder)
    const blobs = openBlobFolder(folder)
    const files = await blobs.list()
    let actor = await (server ? ensureCopy(database, config) : ensureOwn(database, config, blobs))
    const onRole = (role: Role) => {
      actor = { ...actor, role }
    }
    const core = await createCore({
      ...config,
      database,
      blobs: () => blobs,
      pubSub: createLocalPubSub(),
      roles: { work: true },
      vectorIndexTenant: actor,
      ...(server && {
        upstream: { ...server, actor, onRole, role: () => actor.role, partial: join(directory, 'partial') },
      }),
    })
    await core.documents.sweepFiles(actor, files).catch(config.onError)
    return {
      ...core,
      get actor() {
        return actor
      },
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

async function ensureOwn(database: Database, config: LocalTenant, blobs: BlobStore): Promise<Actor> {
  await ensureTenant(database, config)
  const actor: Actor = { tenantId: config.tenant.id, userId: config.user.id, role: 'owner' }
  await detach(database, actor, blobs)
  return actor
}

/** What the user may do is the server's to say; until the first pull, they read. */
async function ensureCopy(database: Database, config: LocalTenant): Promise<Actor> {
  await ensureTenant(database, config, 'viewer')
  const actor: Actor = { tenantId: config.tenant.id, userId: config.user.id, role: 'viewer' }
  return database.asTenant(actor, async (tx) => {
    await joinSync(tx, actor)
    return { ...actor, role: await requireCurrentRole(tx, actor, 'viewer') }
  })
}
