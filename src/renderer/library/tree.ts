/** The library as the flat list of rows that is drawn: folders first, then documents, by name; closed folders hide what they hold. */
import type { Document, Folder } from '../../contract/index.ts'

export type Row =
  | {
      readonly type: 'folder'
      readonly folder: Folder
      readonly depth: number
      readonly count: number
      readonly open: boolean
    }
  | { readonly type: 'document'; readonly document: Document; readonly depth: number }

export type Filter = 'all' | 'attention'

export interface TreeInput {
  readonly documents: ReadonlyMap<string, Document>
  readonly folders: ReadonlyMap<string, Folder>
  readonly closed: ReadonlySet<string>
  /** Words of the name or of tags; a folder stays for what it holds. */
  readonly text: string
  readonly filter: Filter
}

const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

export function rowsOf({ documents, folders, closed, text, filter }: TreeInput): Row[] {
  const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  const fits = (document: Document) =>
    (filter === 'all' || needsAttention(document)) &&
    words.every((word) =>
      [document.name, ...document.tags].some((one) => one.toLocaleLowerCase().includes(word)),
    )
  const filtering = words.length > 0 || filter !== 'all'
  const within = group([...documents.values()].filter(fits), ({ folderId }) =>
    folderId !== null && folders.has(folderId) ? folderId : null,
  )
  const below = group([...folders.values()], ({ parentId }) =>
    parentId !== null && folders.has(parentId) ? parentId : null,
  )
  const counts = new Map<string, number>()
  const countOf = (id: string): number => {
    const known = counts.get(id)
    if (known !== undefined) return known
    // Set first, so that a ring of folders (which the core refuses) could not run for ever.
    counts.set(id, 0)
    const count =
      (within.get(id)?.length ?? 0) +
      (below.get(id) ?? []).reduce((sum, folder) => sum + countOf(folder.id), 0)
    counts.set(id, count)
    return count
  }
  const rows: Row[] = []
  const add = (parent: string | null, depth: number) => {
    const children = [...(below.get(parent) ?? [])].sort((a, b) => byName.compare(a.name, b.name))
    for (const folder of children) {
      const count = countOf(folder.id)
      if (filtering && count === 0) continue
      const open = filtering || !closed.has(folder.id)
      rows.push({ type: 'folder', folder, depth, count, open })
      if (open) add(folder.id, depth + 1)
    }
    const inside = [...(within.get(parent) ?? [])].sort((a, b) => byName.compare(a.name, b.name))
    for (const document of inside) rows.push({ type: 'document', document, depth })
  }
  add(null, 0)
  return rows
}

/** Failed, or with pages that cannot be searched. */
export const needsAttention = ({ status, pagesWithoutText }: Document): boolean =>
  status === 'failed' || (status === 'ready' && pagesWithoutText.length > 0)

export const idOf = (row: Row): string => (row.type === 'folder' ? row.folder.id : row.document.id)

function group<T>(items: readonly T[], keyOf: (item: T) => string | null): ReadonlyMap<string | null, T[]> {
  const groups = new Map<string | null, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const known = groups.get(key)
    if (known) known.push(item)
    else groups.set(key, [item])
  }
  return groups
}
