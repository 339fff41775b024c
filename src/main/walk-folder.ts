/** Collects the PDFs of a folder and of those below it. */
import { opendir } from 'node:fs/promises'
import { join } from 'node:path'

const MAX_FILES = 10_000
/** Nobody files deeper; what goes deeper is a loop of mounts. */
const MAX_DEPTH = 64

/** Paths in the order of their names; links are not followed, so nothing outside the folder is reached; unreadable folders are passed. */
export async function walkFolder(folder: string): Promise<string[]> {
  const found: string[] = []
  await walk(folder, 0)
  return found.sort((a, b) => a.localeCompare(b))

  async function walk(directory: string, depth: number): Promise<void> {
    const entries = await opendir(directory).catch(() => undefined)
    if (!entries) return
    for await (const entry of entries) {
      if (found.length >= MAX_FILES) return
      const path = join(directory, entry.name)
      if (entry.isDirectory() && depth < MAX_DEPTH) await walk(path, depth + 1)
      else if (entry.isFile() && entry.name.toLowerCase().endsWith('.pdf')) found.push(path)
    }
  }
}
