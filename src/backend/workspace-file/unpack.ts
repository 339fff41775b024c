/** Unpacks a `.docuchat` file into an empty folder; every entry must be the one that is due next, so there is no place for tricks. */
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Readable, Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Parser, type ReadEntry } from 'tar'
import { AppError, MAX_DOCUMENT_BYTES } from '../../contract/index.ts'
import { blobEntry, DATABASE, MANIFEST, type Manifest, manifestSchema } from './manifest.ts'

const MAX_MANIFEST_BYTES = 20 * 1024 * 1024
const MAX_DATABASE_BYTES = 500 * 1024 * 1024

/** Throws `workspace_damaged` for anything but the manifest, the database and the PDFs of the manifest, with the content that it says. */
export async function unpack(archive: Readable, folder: string): Promise<Manifest> {
  await mkdir(join(folder, 'blobs'))
  let manifest: Manifest | undefined
  let blobs: Manifest['blobs'] = []
  let position = 0

  async function take(entry: ReadEntry, signal: AbortSignal): Promise<void> {
    if (entry.type !== 'File') throw refused(`it holds a ${entry.type}`)
    const turn = position
    position += 1
    if (turn === 0) {
      expectEntry(entry, MANIFEST, MAX_MANIFEST_BYTES)
      manifest = parseManifest(await textOf(entry, signal))
      blobs = manifest.blobs
      await writeFile(join(folder, MANIFEST), JSON.stringify(manifest), { mode: 0o600 })
    } else if (turn === 1) {
      expectEntry(entry, DATABASE, MAX_DATABASE_BYTES)
      await keep(entry, join(folder, DATABASE), signal)
    } else {
      const blob = blobs[turn - 2]
      if (!blob) throw refused('it holds more than it says')
      expectEntry(entry, blobEntry(blob.sha256), MAX_DOCUMENT_BYTES)
      const found = await keep(entry, join(folder, blobEntry(blob.sha256)), signal)
      if (found !== blob.sha256) throw refused('a PDF in it was changed')
    }
  }

  await eachEntry(archive, take)
  if (!manifest || position < blobs.length + 2) throw refused('it ends early')
  return manifest
}

/** One entry after the other; the first failure, of the archive or of `take`, ends the reading, and nothing is written any more once this has thrown. */
async function eachEntry(
  archive: Readable,
  take: (entry: ReadEntry, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const { promise: failed, reject } = Promise.withResolvers<never>()
  const stop = new AbortController()
  let taken: Promise<void> = Promise.resolve()
  const parser = new Parser({
    strict: true,
    onReadEntry: (entry) => {
      taken = taken.then(() => take(entry, stop.signal))
      taken.catch(reject)
    },
  })
  const read = pipeline(archive, parser as unknown as NodeJS.WritableStream).then(() => taken)
  try {
    await Promise.race([read, failed])
  } catch (error) {
    archive.destroy()
    read.catch(() => {})
    stop.abort()
    await taken.catch(() => {})
    throw error instanceof AppError ? error : refused('it is not a sound archive', error)
  }
}

function expectEntry(entry: ReadEntry, name: string, maxBytes: number): void {
  if (entry.path !== name) throw refused('it holds something that does not belong there')
  if (entry.size > maxBytes) throw refused('a part of it is too large')
}

function parseManifest(text: string): Manifest {
  try {
    return manifestSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw refused('its manifest cannot be read', cause)
  }
}

async function textOf(entry: ReadEntry, signal: AbortSignal): Promise<string> {
  const parts: Buffer[] = []
  const collecting = new Writable({
    write(part: Buffer, _, done) {
      parts.push(part)
      done()
    },
  })
  await pipeline(entry as unknown as NodeJS.ReadableStream, collecting, { signal })
  return Buffer.concat(parts).toString()
}

/** Writes the entry to `path` and returns its SHA-256. */
async function keep(entry: ReadEntry, path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  const hashing = new Transform({
    transform(part, _, done) {
      hash.update(part)
      done(null, part)
    },
  })
  // `wx`: a name that comes twice is refused, not written over.
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true })
  await pipeline(entry as unknown as NodeJS.ReadableStream, hashing, file, { signal })
  return hash.digest('hex')
}

const refused = (reason: string, cause?: unknown): AppError =>
  new AppError('workspace_damaged', { path: 'of the backup', reason }, { cause })
