/** Copies what is in one workspace of this device into another, with what was found out about it, so that nothing is read again. */
import { buffer } from 'node:stream/consumers'
import type { Document } from '../contract/index.ts'
import type { LocalCore } from './local-core.ts'

/** Where documents of the source are in the target, by id. */
type Places = ReadonlyMap<string, string>

export interface Copied {
  /** Documents whose bytes the target did not have. */
  readonly added: number
  readonly places: Places
}

/**
 * Bytes that the target has already stay the document that they are there. `folderOf` says where a document goes; to the top unless given.
 * Throws what keeps a document from being added; those before it are copied by then, and doing it again goes on.
 */
export async function copyDocuments(
  source: LocalCore,
  target: LocalCore,
  documents: readonly Document[],
  folderOf: (document: Document) => string | null = () => null,
): Promise<Copied> {
  const places = new Map<string, string>()
  let added = 0
  for (const document of documents) {
    const { read } = await source.documents.content(source.actor, document.id)
    const file = new Blob([Uint8Array.from(await buffer(await read()))])
    const copy = await target.documents.add(target.actor, file, document.name, {
      folderId: folderOf(document),
      ...(document.status === 'ready' && { read: (id) => keepText(source, target, document.id, id) }),
    })
    places.set(document.id, copy.document.id)
    if (copy.duplicate) continue
    added++
    if (document.tags.length > 0)
      await target.documents.tag(target.actor, [copy.document.id], { add: document.tags, remove: [] })
  }
  return { added, places }
}

/** All documents with their folders and notes, and the chats of the source's user. Doing it again copies what has come since. */
export async function copyWorkspace(
  source: LocalCore,
  target: LocalCore,
): Promise<{ readonly documents: number; readonly chats: number }> {
  for (const { id, name, parentId } of parentsFirst(await source.folders.list(source.actor)))
    await target.folders.create(target.actor, { id, name, parentId })
  const documents = await source.documents.list(source.actor)
  // One that was too large to be kept has no file.
  const kept = documents.filter(({ error }) => error?.code !== 'document_too_large')
  const { added, places } = await copyDocuments(source, target, kept, ({ folderId }) => folderId)
  for (const [from, to] of places)
    for (const { author, id, note, page, quote, rects } of await source.annotations.list(source.actor, from))
      if (author.id === source.actor.userId)
        await target.annotations.add(target.actor, { id, documentId: to, note, page, quote, rects })
  const chats = (await source.chats.list(source.actor)).filter(({ own }) => own)
  for (const { id } of chats)
    await target.chats.take(target.actor, await source.chats.get(source.actor, id), places)
  return { documents: added, chats: chats.length }
}

/** What is left to be read, such as vectors of another space, is read in the target. */
async function keepText(source: LocalCore, target: LocalCore, from: string, to: string): Promise<void> {
  const lines: string[] = []
  for await (const line of source.sync.derived(source.actor, from, await target.sync.space()))
    lines.push(line)
  await target.sync.keepDerived(target.actor, to, lines)
}

function parentsFirst<Folder extends { readonly id: string; readonly parentId: string | null }>(
  folders: readonly Folder[],
): readonly Folder[] {
  const ordered: Folder[] = []
  const take = (parentId: string | null) => {
    for (const folder of folders.filter((one) => one.parentId === parentId)) {
      ordered.push(folder)
      take(folder.id)
    }
  }
  take(null)
  return ordered
}
