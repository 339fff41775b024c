/** Downloads one file: goes on where it stopped, tries again when the network fails, and keeps nothing that is not what was announced. */
import { basename } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '../../../../contract/index.ts'
import { diskFull, isDiskFull } from '../disk-space.ts'
import { sha256Of } from '../manifest.ts'
import { openRemote, placeOf, type Remote, strongEtag } from './open-remote.ts'
import { type Part, partOf } from './part.ts'

export interface FileDownload {
  readonly url: string
  /** Where it is to lie; until it is whole, its bytes are beside it. */
  readonly target: string
  /** That it must have, hexadecimal. */
  readonly sha256?: string
  readonly signal: AbortSignal
  /** Of this file; more only, but for a file that changed at its source and starts again. */
  readonly onProgress: (bytesDone: number) => void
  /** Before the try after so many failures without a byte between them. */
  readonly pauseMs?: (failures: number) => number
}

/** Failures in a row, without a byte between them, after which nobody is kept waiting: some 15 s of pauses. */
const MAX_FAILURES = 5
/** A connection that has brought nothing for so long is given up for a new one. */
const STALLED_MS = 30_000
const backOff = (failures: number) => 1_000 * 2 ** (failures - 1)

/** The network's failure, or a server's that may pass: worth another try. */
class PassingFailure extends Error {
  readonly status: number | undefined

  constructor(message: string, options: ErrorOptions & { readonly status?: number } = {}) {
    super(message, options)
    this.status = options.status
  }
}

/**
 * Resolves once the file is whole at its target. What has arrived stays for the next try whatever happens, but for a file whose checksum
 * is wrong. Throws `cancelled`, `download_unreachable`, `download_refused`, `download_corrupt`, `disk_full` or `bad_request`.
 */
export async function downloadFile(download: FileDownload): Promise<void> {
  const { signal, target, url, pauseMs = backOff } = download
  const { host } = new URL(url)
  const part = partOf(target)
  for (let failures = 0; ; ) {
    const before = await part.size()
    try {
      return await attempt(download, part, host)
    } catch (error) {
      if (signal.aborted) throw new AppError('cancelled', {}, { cause: error })
      if (!(error instanceof PassingFailure)) throw error
      failures = (await part.size()) > before ? 1 : failures + 1
      if (failures >= MAX_FAILURES) throw givenUp(error, host, target)
      await sleep(pauseMs(failures), undefined, { signal }).catch(() => {})
    }
  }
}

async function attempt(download: FileDownload, part: Part, host: string): Promise<void> {
  const { onProgress, sha256, signal, target, url } = download
  const stalled = new AbortController()
  const timer = setTimeout(() => stalled.abort(), STALLED_MS)
  const either = AbortSignal.any([signal, stalled.signal])
  try {
    const partial = await part.resumable()
    const remote = await openRemote(url, partial, either).catch(passing)
    requireAnswer(remote, host, target)
    const { start, total } = placeOf(remote)
    const isHere = remote.status === 416 && partial !== undefined && total === partial.bytes
    if (!isHere) {
      if (remote.status === 416 || (start > 0 && start !== partial?.bytes)) {
        await part.remove()
        throw new PassingFailure('what is here is no part of what is there')
      }
      const bytes = await receive(remote, part, { start, total }, (done) => {
        timer.refresh()
        onProgress(done)
      })
      if (total !== undefined && bytes < total) throw new PassingFailure(`${bytes} of ${total} bytes came`)
    }
    const found = await sha256Of(part.path)
    if ([sha256, remote.declared].some((wanted) => wanted !== undefined && wanted !== found)) {
      await part.remove()
      throw new AppError('download_corrupt', { file: basename(target), host })
    }
    await part.finish()
  } finally {
    clearTimeout(timer)
  }
}

/** Appends the answer's body to the part; returns its size then. */
async function receive(
  { body, headers }: Remote,
  part: Part,
  { start, total }: ReturnType<typeof placeOf>,
  onProgress: (done: number) => void,
): Promise<number> {
  const file = await part.openAt(start, strongEtag(headers))
  let done = start
  onProgress(done)
  try {
    for await (const bytes of arriving(body)) {
      await file.writeFile(bytes)
      done += bytes.byteLength
      onProgress(done)
    }
    await file.sync()
  } catch (error) {
    throw isDiskFull(error) ? diskFull((total ?? done) - done, error) : error
  } finally {
    await file.close()
  }
  return done
}

/** The body's bytes; whatever breaks it off is a failure of the network. */
async function* arriving(body: Remote['body']): AsyncGenerator<Uint8Array> {
  try {
    if (body) yield* body
  } catch (error) {
    passing(error)
  }
}

function passing(error: unknown): never {
  if (error instanceof AppError) throw error
  throw new PassingFailure('the connection failed', { cause: error })
}

function requireAnswer({ body, status }: Remote, host: string, target: string): void {
  if (status === 200 || status === 206 || status === 416) return
  void body?.cancel().catch(() => {})
  if (status >= 500 || status === 408 || status === 429)
    throw new PassingFailure(`the server answered ${status}`, { status })
  throw new AppError('download_refused', { file: basename(target), host, status })
}

const givenUp = (error: PassingFailure, host: string, target: string) =>
  error.status === undefined
    ? new AppError('download_unreachable', { host }, { cause: error })
    : new AppError('download_refused', { file: basename(target), host, status: error.status })
