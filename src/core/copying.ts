/** Copies what is in one workspace of this device into another, with what was found out about it, so that nothing is read again. */
import { buffer } from 'node:stream/consumers'
import { AppError, type Document, MAX_TAGS } from '../contract/index.ts'
import type { LocalCore } from './local-core.ts'
import { isOfFile } from './sync/index.ts'

/** Where documents of the source are in the target, by id. */
type Places = ReadonlyMap<string, string>

export interface Copied {
  /** Documents whose bytes the target did not have. */
  readonly added: number
  /** Documents that could not be copied since their file is not here; those that the target has anyway do not count. */
  readonly passedOver: number
  readonly places: Places
}

interface CopyOptions {
  /** Where a document goes; to the top unless given. */
  readonly folderOf?: (document: Document) => string | null
  /** Looked at between documents. */
  readonly signal?: AbortSignal
}

/**
 * Bytes that the target has already stay the document that they are there, and get the tags that it lacks. Throws what keeps a document
 * from being added; those before it are copied by then, and doing it again goes on.
 */
export async function copyDocuments(
  source: LocalCore,
  target: LocalCore,
  documents: readonly Document[],
  { folderOf = () => null, signal }: CopyOptions = {},
): Promise<Copied> {
  const present = new Map((await target.documents.list(target.actor)).map((one) => [one.sha256, one]))
  const places = new Map<string, string>()
  let added = 0
  let passedOver = 0
  for (const document of documents) {
    signal?.throwIfAborted()
    const file = await fileOf(source, document)
    if (!file) {
      const same = present.get(document.sha256)
      if (same) places.set(document.id, same.id)
      else passedOver++
      continue
    }
    const copy = await target.documents.add(target.actor, file, document.name, {
      folderId: folderOf(document),
      ...(document.status === 'ready' && { read: (id) => keepText(source, target, document.id, id) }),
    })
    places.set(document.id, copy.document.id)
    if (!copy.duplicate) added++
    await addTags(target, copy.document, document.tags)
  }
  return { added, passedOver, places }
}

export interface CopiedWorkspace {
  /** That the target did not have. */
  readonly documents: number
  readonly passedOver: number
  readonly chats: number
}

/** All documents with their folders and notes, and the chats of the source's user. Doing it again copies what has come since. */
export async function copyWorkspace(
  source: LocalCore,
  target: LocalCore,
  signal?: AbortSignal,
): Promise<CopiedWorkspace> {
  const folders = await copyFolders(source, target)
  const documents = await source.documents.list(source.actor)
  // One that was too large to be kept has no file.
  const kept = documents.filter(({ error }) => error?.code !== 'document_too_large')
  const { added, passedOver, places } = await copyDocuments(source, target, kept, {
    folderOf: ({ folderId }) => (folderId === null ? null : (folders.get(folderId) ?? null)),
    ...(signal && { signal }),
  })
  for (const [from, to] of places)
    for (const { author, id, note, page, quote, rects } of await source.annotations.list(source.actor, from))
      if (author.id === source.actor.userId)
        await target.annotations.add(target.actor, { id, documentId: to, note, page, quote, rects })
  const chats = (await source.chats.list(source.actor)).filter(({ own }) => own)
  for (const { id } of chats) {
    signal?.throwIfAborted()
    await target.chats.take(target.actor, await source.chats.get(source.actor, id), places)
  }
  return { documents: added, passedOver, chats: chats.length }
}

/**
 * Where the source's folders are in the target: those that are there stay as they are there by now. One that is in the bin there is its
 * nearest ancestor that is not, null being the top.
 */
async function copyFolders(
  source: LocalCore,
  target: LocalCore,
): Promise<ReadonlyMap<string, string | null>> {
  const present = new Set((await target.folders.list(target.actor)).map(({ id }) => id))
  const places = new Map<string, string | null>()
  for (const { id, name, parentId } of parentsFirst(await source.folders.list(source.actor))) {
    const parent = parentId === null ? null : (places.get(parentId) ?? null)
    const isThere = present.has(id) || (await isMade(target, { id, name, parentId: parent }))
    places.set(id, isThere ? id : parent)
  }
  return places
}

async function isMade(
  target: LocalCore,
  folder: { readonly id: string; readonly name: string; readonly parentId: string | null },
): Promise<boolean> {
  try {
    await target.folders.create(target.actor, folder)
    return true
  } catch (error) {
    if (error instanceof AppError && error.code === 'conflict') return false
    throw error
  }
}

/** Undefined where neither this device nor, for a copy, its server has the file. */
async function fileOf(source: LocalCore, { id }: Document): Promise<Blob | undefined> {
  const content = await source.documents.content(source.actor, id).catch((error: unknown) => {
    if (isOfFile(error)) return undefined
    throw error
  })
  return content && new Blob([Uint8Array.from(await buffer(await content.read()))])
}

/** As many as a document may have. */
async function addTags(target: LocalCore, { id, tags }: Document, wanted: readonly string[]): Promise<void> {
  const add = wanted.filter((tag) => !tags.includes(tag)).slice(0, MAX_TAGS - tags.length)
  if (add.length > 0) await target.documents.tag(target.actor, [id], { add, remove: [] })
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
