/** The part of a file that has arrived: `NAME.part`, and beside it the ETag that says which file it is a part of. */
import { type FileHandle, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import type { Partial } from './open-remote.ts'

export interface Part {
  readonly path: string
  /** How many bytes there are, whatever they belong to. */
  size(): Promise<number>
  /** What can be continued; undefined where there is nothing, or nobody knows of what. */
  resumable(): Promise<Partial | undefined>
  /** Opens it for what comes next; with `start` 0 what was there is thrown away, and it belongs to `etag` from now on. */
  openAt(start: number, etag: string | undefined): Promise<FileHandle>
  remove(): Promise<void>
  /** Gives it its name. */
  finish(): Promise<void>
}

export function partOf(target: string): Part {
  const path = `${target}.part`
  const etagPath = `${path}.etag`
  const size = () =>
    stat(path).then(
      (stats) => stats.size,
      () => 0,
    )
  return {
    path,
    size,
    async resumable() {
      const bytes = await size()
      const etag = await readFile(etagPath, 'utf8').catch(() => undefined)
      return bytes > 0 && etag !== undefined ? { bytes, etag } : undefined
    },
    async openAt(start, etag) {
      if (start > 0) return open(path, 'a')
      // In this order, a process that is killed leaves no bytes with the ETag of another file.
      await rm(etagPath, { force: true })
      const file = await open(path, 'w')
      if (etag !== undefined) await writeFile(etagPath, etag, { flush: true })
      return file
    },
    async remove() {
      await rm(etagPath, { force: true })
      await rm(path, { force: true })
    },
    async finish() {
      await rename(path, target)
      await rm(etagPath, { force: true })
    },
  }
}
