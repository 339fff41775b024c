/** Who holds a lock, and whether they still do. */
import { readFileSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'

/** Only for an owner on another machine, whose process we cannot see: two dozen missed heartbeats. */
const STALE_MS = 120_000

const ownerSchema = z.object({
  /** Tells two locks of one process apart. */
  token: z.uuid(),
  pid: z.int(),
  /** When the process started, by the kernel's count: another process may have got its number since. Null where unknown. */
  processStart: z.string().nullable(),
  host: z.string(),
  command: z.string(),
  startedAt: z.iso.datetime(),
})
/** What a lock file holds; its heartbeat is the file's time of modification. */
export type LockOwner = Readonly<z.infer<typeof ownerSchema>>

export function thisProcess(command: string): LockOwner {
  return {
    token: uuidv7(),
    pid: process.pid,
    processStart: processOf(process.pid)?.start ?? null,
    host: hostname(),
    command,
    startedAt: new Date().toISOString(),
  }
}

/** Undefined when there is no file or it is none of ours. */
export function readOwner(path: string): LockOwner | undefined {
  try {
    return ownerSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return undefined
  }
}

/** Whether the owner of the lock file at `path` may still be there; false only when it certainly is not. */
export function isAlive(owner: LockOwner, path: string): boolean {
  if (owner.host !== hostname()) return Date.now() - heartbeatOf(path) < STALE_MS
  if (!isRunning(owner.pid)) return false
  const entry = processOf(owner.pid)
  if (entry === null) return true
  // A killed process that its parent has not fetched yet still has its number, but runs no more.
  if (entry.state === 'Z' || entry.state === 'X') return false
  return owner.processStart === null || entry.start === owner.processStart
}

/** Milliseconds since the epoch; a lock that was just released beats for ever, so that its taker looks again. */
function heartbeatOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it lives, but belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

interface ProcessEntry {
  /** One letter, such as `R` for running and `Z` for a zombie. */
  readonly state: string | undefined
  /** Ticks from boot to the process's start. */
  readonly start: string | undefined
}

/** Fields 3 and 22 of /proc/PID/stat (proc_pid_stat(5)); null where there is no /proc. */
function processOf(pid: number): ProcessEntry | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The command's name, in parentheses, may hold spaces; the fields after it do not.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0], start: fields[19] }
  } catch {
    return null
  }
}
