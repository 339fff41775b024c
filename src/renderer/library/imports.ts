/** Files being added by this window: at most two are sent at once, and each keeps its row until its user has seen the outcome. */
import { create } from 'zustand'
import { AppError, type ErrorInfo, MAX_DOCUMENT_BYTES, toErrorInfo } from '../../contract/index.ts'
import type { Addable } from '../host/host.ts'
import { isRefused } from '../state/account.ts'
import { useApp } from '../state/app.ts'
import { attempt, errorOf } from '../state/errors.ts'
import { host } from '../state/host.ts'
import { askAbout } from './scope.ts'
import { useLibrary } from './store.ts'

export interface ImportRow {
  readonly key: string
  readonly name: string
  readonly bytes: number
  readonly state: 'waiting' | 'sending' | 'added' | 'duplicate' | 'refused'
  /** Once it is added; the library's document tells how far it is. */
  readonly documentId: string | null
  readonly error: ErrorInfo | null
}

export interface AddOptions {
  readonly folderId?: string | null
  /** Starts a chat about these files once they are added. */
  readonly ask?: boolean
}

interface ImportsState {
  readonly rows: readonly ImportRow[]
  /** Of the last addition: what was left out because it is no PDF. */
  readonly leftOut: number
  add(files: readonly Addable[], options?: AddOptions): Promise<void>
  /** Takes the row out, and keeps a waiting file from being sent. */
  dismiss(key: string): void
  clear(): void
}

const AT_ONCE = 2
/** More than this shows the list of what is being added; fewer are told by the status bar and their rows. */
const FEW = 3

export const useImports = create<ImportsState>()((set, get) => {
  const update = (key: string, change: Partial<ImportRow>) =>
    set(({ rows }) => ({ rows: rows.map((row) => (row.key === key ? { ...row, ...change } : row)) }))

  async function send(row: ImportRow, file: Addable, options: AddOptions): Promise<void> {
    if (!get().rows.some(({ key }) => key === row.key)) return
    update(row.key, { state: 'sending' })
    try {
      const { document, duplicate } = await host.add(file, { folderId: options.folderId ?? null })
      useLibrary.getState().show([document])
      update(row.key, { state: duplicate ? 'duplicate' : 'added', documentId: document.id })
    } catch (error) {
      update(row.key, { state: 'refused', error: errorOf(error) })
    }
  }

  return {
    rows: [],
    leftOut: 0,
    async add(files, options = {}) {
      if (isRefused('member')) return
      const pdfs = files.filter(({ name }) => /\.pdf$/i.test(name))
      const wasEmpty = useLibrary.getState().documents.size === 0
      const added = pdfs.map((file) => ({ file, row: rowOf(file) }))
      set(({ rows }) => ({
        rows: [...rows.filter((row) => !isThrough(row)), ...added.map(({ row }) => row)],
        leftOut: files.length - pdfs.length,
      }))
      if (pdfs.length > FEW || (wasEmpty && pdfs.length > 1) || pdfs.length < files.length) {
        useApp.getState().show({ name: 'imports' })
      }
      const queue = added.filter(({ row }) => row.state === 'waiting')
      const worker = async () => {
        for (let next = queue.shift(); next; next = queue.shift()) await send(next.row, next.file, options)
      }
      await Promise.all(Array.from({ length: AT_ONCE }, worker))
      const keys = new Set(added.map(({ row }) => row.key))
      const ids = get().rows.flatMap(({ key, documentId }) =>
        keys.has(key) && documentId ? [documentId] : [],
      )
      if (options.ask && ids.length > 0) askAbout(ids)
    },
    dismiss: (key) => set(({ rows }) => ({ rows: rows.filter((row) => row.key !== key) })),
    clear: () => set({ rows: [], leftOut: 0 }),
  }
})

/** What went well needs no more attention once more is added. */
const isThrough = ({ state, documentId }: ImportRow): boolean =>
  state === 'added' && useLibrary.getState().documents.get(documentId ?? '')?.status === 'ready'

function rowOf(file: Addable): ImportRow {
  const { name } = file
  const bytes = file instanceof File ? file.size : file.bytes
  const tooLarge = bytes > MAX_DOCUMENT_BYTES
  return {
    key: crypto.randomUUID(),
    name,
    bytes,
    state: tooLarge ? 'refused' : 'waiting',
    documentId: null,
    error: tooLarge
      ? toErrorInfo(
          new AppError('document_too_large', {
            name,
            megabytes: Math.ceil(bytes / 1024 / 1024),
            limit: MAX_DOCUMENT_BYTES / 1024 / 1024,
          }),
        )
      : null,
  }
}

/** Lets the user choose files, or a folder, and adds them. */
export const chooseFiles = (): void =>
  attempt(
    host.chooseFiles().then((files) => (files.length > 0 ? useImports.getState().add(files) : undefined)),
  )
export const chooseFolder = (): void =>
  attempt(
    host.chooseFolder().then((files) => (files.length > 0 ? useImports.getState().add(files) : undefined)),
  )
