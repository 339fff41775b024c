/** Has the backend lend files to the window: regular PDF files only, which it reads itself. */
import { lstat, realpath } from 'node:fs/promises'
import { extname, isAbsolute } from 'node:path'
import type { FileGrant } from '../contract/host.ts'
import type { Backend } from './backend.ts'

/** In the order of `paths`; null for what is no PDF file on a disk, or could not be lent. */
export async function grantFiles(backend: Backend, paths: readonly string[]): Promise<(FileGrant | null)[]> {
  const granted: (FileGrant | null)[] = []
  for (const path of paths) granted.push(await grant(backend, path))
  return granted
}

/** Those that can be lent. */
export async function grantOnly(backend: Backend, paths: readonly string[]): Promise<FileGrant[]> {
  return (await grantFiles(backend, paths)).filter((grant) => grant !== null)
}

async function grant(backend: Backend, path: string): Promise<FileGrant | null> {
  if (!isAbsolute(path)) return null
  try {
    const real = await realpath(path)
    if (extname(real).toLowerCase() !== '.pdf' || !(await lstat(real)).isFile()) return null
    return await backend.request({ type: 'grant', path: real })
  } catch {
    return null
  }
}
