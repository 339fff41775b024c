/** Reads what was dropped on the window: files, and folders with all below them, which become folders of the library. */
import type { Addable } from '../host/host.ts'
import { isRefused } from '../state/account.ts'
import { attempt } from '../state/errors.ts'
import { host } from '../state/host.ts'
import { createFolder } from './actions.ts'
import { type AddOptions, useImports } from './imports.ts'

interface Dropped {
  readonly files: readonly File[]
  /** Dropped folders by name, each with the files below it. */
  readonly folders: readonly { readonly name: string; readonly files: readonly File[] }[]
}

/** Adds what was dropped to the folder, or to the top. */
export function addDropped(data: DataTransfer, folderId: string | null, options: AddOptions = {}): void {
  if (isRefused('member')) return
  // Entries can be asked for only while the event is handled.
  const entries = [...data.items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  const plain = entries.length === 0 ? [...data.files] : []
  attempt(
    read(entries, plain).then(async ({ files, folders }) => {
      const add = useImports.getState().add
      const all: Promise<void>[] = []
      for (const { name, files: inside } of folders) {
        const pdfs = inside.filter(isPdf)
        if (pdfs.length > 0)
          all.push(add(await granted(pdfs), { ...options, folderId: createFolder(name, folderId) }))
      }
      if (files.length > 0) all.push(add(await granted(files), { ...options, folderId }))
      await Promise.all(all)
    }),
  )
}

const isPdf = ({ name }: File) => /\.pdf$/i.test(name)
const granted = (files: readonly File[]): Promise<readonly Addable[]> => host.grant(files)

async function read(entries: readonly FileSystemEntry[], plain: readonly File[]): Promise<Dropped> {
  const files: File[] = [...plain]
  const folders: { name: string; files: File[] }[] = []
  for (const entry of entries) {
    if (isDirectory(entry)) folders.push({ name: entry.name, files: await filesBelow(entry) })
    else if (isFile(entry)) files.push(await fileOf(entry))
  }
  return { files, folders }
}

/** Enough for any folder of documents; keeps a dropped disk from being read to its end. */
const MOST_FILES = 10_000

async function filesBelow(folder: FileSystemDirectoryEntry): Promise<File[]> {
  const files: File[] = []
  const waiting = [folder]
  for (let next = waiting.pop(); next && files.length < MOST_FILES; next = waiting.pop()) {
    for (const entry of await entriesOf(next)) {
      if (isDirectory(entry)) waiting.push(entry)
      else if (isFile(entry)) files.push(await fileOf(entry))
    }
  }
  return files
}

/** A reader gives a hundred at a time, and nothing when it is through. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (some.length === 0) return all
    all.push(...some)
  }
}

const fileOf = (entry: FileSystemFileEntry) =>
  new Promise<File>((resolve, reject) => entry.file(resolve, reject))
const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile

/** How many of the dragged items are PDFs and how many are not, as far as the browser tells before the drop. */
export function countDragged(data: DataTransfer): { readonly pdfs: number; readonly others: number } {
  const files = [...data.items].filter(({ kind }) => kind === 'file')
  const others = files.filter(({ type }) => type !== '' && type !== 'application/pdf').length
  return { pdfs: files.length - others, others }
}
