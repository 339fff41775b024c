/** Tells the windows of a copy what came from its server, and goes on with what follows from it. */
import type { Actor, Change, Role, SyncedRow } from '../contract/index.ts'
import type { Publish } from './changes/index.ts'
import type { Chats } from './chat/index.ts'
import type { Documents } from './documents/index.ts'
import type { Exchanged } from './sync/index.ts'

/** Of so many, windows rather read the lists anew. */
const MANY = 100

export function createAnnounce({
  actor,
  chats,
  documents,
  onRole,
  publish,
  removeFile,
}: {
  readonly actor: Actor
  readonly documents: Pick<Documents, 'goOn' | 'stopWork'>
  readonly chats: Pick<Chats, 'announce'>
  readonly onRole: (role: Role) => void
  readonly publish: Publish
  readonly removeFile: (sha256: string) => Promise<void>
}): (exchanged: Exchanged) => Promise<void> {
  const tell = (change: Change) => publish(actor, change)
  return async ({ gone, received, rows, unused }) => {
    const self = rows.member.find(({ id }) => id === actor.userId)
    if (self) onRole(self.role)
    if (rows.member.length + rows.tenant.length > 0 || gone.some(({ entity }) => entity === 'member'))
      tell({ type: 'members' })
    for (const sha256 of unused) await removeFile(sha256)
    const binned = rows.document.filter(({ deleted_at }) => deleted_at !== null)
    const purged = gone.filter(({ entity }) => entity === 'document')
    documents.stopWork(actor, idsOf([...binned, ...purged]))
    if (received > MANY) return tell({ type: 'ready' })
    await documents.goOn(actor, idsOf(rows.document.filter(({ deleted_at }) => deleted_at === null)))
    for (const folder of rows.folder) tell(changeOf(folder))
    for (const { entity, id } of gone) {
      if (entity === 'folder') tell({ type: 'folder_removed', id })
      if (entity === 'chat') tell({ type: 'chat_removed', id })
    }
    const annotated = new Set(rows.annotation.map(({ document_id }) => document_id))
    for (const documentId of annotated) tell({ type: 'annotations', documentId })
    // Which document it was on is gone with it.
    if (gone.some(({ entity }) => entity === 'annotation')) tell({ type: 'ready' })
    const changedChats = new Set([...idsOf(rows.chat), ...rows.message.map(({ chat_id }) => chat_id)])
    for (const id of changedChats) await chats.announce(actor, id)
  }
}

const changeOf = ({ created_at, deleted_at, id, name, parent_id }: SyncedRow<'folder'>): Change =>
  deleted_at === null
    ? {
        type: 'folder',
        folder: { id, name, parentId: parent_id, createdAt: new Date(created_at).toISOString() },
      }
    : { type: 'folder_removed', id }

const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id)
