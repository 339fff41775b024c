/** Files that may be read although the window asks for them: the shell names the path, the window shows a token that says nothing of it. */
import { randomUUID } from 'node:crypto'
import { open, realpath } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError, type FileGrant } from '../../contract/index.ts'

export interface Grants {
  /** Throws `not_found`, or `document_not_pdf` for anything but a regular file whose real name ends in .pdf. */
  grant(path: string): Promise<FileGrant>
  /** What the grant is for; it is used up by this. Throws `not_found`. */
  redeem(token: string): { readonly path: string; readonly name: string }
}

/** Two of the largest folders that can be chosen; older grants that nobody used make room. */
const MAX_GRANTS = 20_000

export function createGrants(): Grants {
  const granted = new Map<string, { readonly path: string; readonly name: string }>()
  return {
    async grant(path) {
      const name = basename(path)
      const real = await realpath(path).catch(() => {
        throw new AppError('not_found', { kind: 'file', id: name })
      })
      const bytes = await sizeOf(real, name)
      const token = randomUUID()
      granted.set(token, { path: real, name })
      const [oldest] = granted.keys()
      if (granted.size > MAX_GRANTS && oldest !== undefined) granted.delete(oldest)
      return { token, name, bytes }
    },
    redeem(token) {
      const found = granted.get(token)
      if (!found) throw new AppError('not_found', { kind: 'file', id: token })
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
