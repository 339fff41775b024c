/** Files and folders that may be read although the window asks for them: the shell names the path, the window shows a token that says nothing of it. */
import { randomUUID } from 'node:crypto'
import { open, realpath, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError, type FileGrant, type FolderGrant } from '../../contract/index.ts'

export interface Grants {
  /** Throws `not_found`, or `document_not_pdf` for anything but a regular file whose real name ends in .pdf. */
  grant(path: string): Promise<FileGrant>
  /** Throws `not_found` for anything but a folder. */
  grantFolder(path: string): Promise<FolderGrant>
  /** What the grant is for; it is used up by this. Throws `not_found`. */
  redeem(token: string, kind?: Kind): { readonly path: string; readonly name: string }
}

type Kind = 'file' | 'folder'

/** Two of the largest folders that can be chosen; older grants that nobody used make room. */
const MAX_GRANTS = 20_000

export function createGrants(): Grants {
  const granted = new Map<string, { readonly path: string; readonly name: string; readonly kind: Kind }>()

  function lend(path: string, name: string, kind: Kind): string {
    const token = randomUUID()
    granted.set(token, { path, name, kind })
    const [oldest] = granted.keys()
    if (granted.size > MAX_GRANTS && oldest !== undefined) granted.delete(oldest)
    return token
  }

  return {
    async grant(path) {
      const name = basename(path)
      const real = await realpath(path).catch(() => {
        throw new AppError('not_found', { kind: 'file', id: name })
      })
      const bytes = await sizeOf(real, name)
      return { token: lend(real, name, 'file'), name, bytes }
    },
    async grantFolder(path) {
      const name = basename(path)
      const real = await realpath(path).catch(() => '')
      const isFolder = real !== '' && (await stat(real)).isDirectory()
      if (!isFolder) throw new AppError('not_found', { kind: 'folder', id: name })
      return { token: lend(real, name, 'folder'), name }
    },
    redeem(token, kind = 'file') {
      const found = granted.get(token)
      if (found?.kind !== kind) throw new AppError('not_found', { kind, id: token })
      granted.delete(token)
      return found
    },
  }
}

async function sizeOf(path: string, name: string): Promise<number> {
  if (!/\.pdf$/i.test(path)) throw new AppError('document_not_pdf', { name })
  const file = await open(path).catch((cause: unknown) => {
    throw new AppError('not_found', { kind: 'file', id: name }, { cause })
  })
  try {
    const stats = await file.stat()
    if (!stats.isFile()) throw new AppError('document_not_pdf', { name })
    return stats.size
  } finally {
    await file.close()
  }
}
