/** Keeps a second process away from a data directory, which PGlite itself does not do and would not survive. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import { AppError } from '../../contract/index.ts'

const HEARTBEAT_MS = 5_000
/** Only for an owner on another machine, whose process we cannot see: two dozen missed heartbeats. */
const STALE_MS = 120_000
/** A lock that stays unreadable was not written by us; whose it is only its user can tell. */
const UNREADABLE_TRIES = 50

const ownerSchema = z.object({
  /** Tells two locks of one process apart. */
  token: z.string(),
  pid: z.int(),
  /** When the process started, by the kernel's count: another process may have got its number since. Null where unknown. */
  processStart: z.string().nullable(),
  host: z.string(),
  command: z.string(),
  startedAt: z.iso.datetime(),
  heartbeatAt: z.iso.datetime(),
})
type Owner = z.infer<typeof ownerSchema>

export interface Lock {
  release(): Promise<void>
}

/**
 * Takes the lock file at `path`, or throws `workspace_busy` naming its owner. A lock is taken over only when its owner is certainly
 * gone: its process on this machine has ended, or on another machine it missed every heartbeat for {@link STALE_MS}. A live process
 * keeps its lock however long it is busy.
 */
export async function acquireLock(path: string, command: string): Promise<Lock> {
  const now = new Date().toISOString()
  const mine: Owner = {
    token: uuidv7(),
    pid: process.pid,
    processStart: processStartOf(process.pid),
    host: hostname(),
    command,
    startedAt: now,
    heartbeatAt: now,
  }
  // Written in full elsewhere and linked into place: the file never exists half written, and only one link can succeed.
  const draft = `${path}.${mine.token}`
  writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 })
  try {
    for (let attempt = 1; !tryLink(draft, path); attempt++) {
      const owner = readOwner(path)
      if (owner === undefined && attempt > UNREADABLE_TRIES) throw busy(unknownOwner)
      if (owner === undefined) await sleep(20)
      else if (isAlive(owner)) throw busy(owner)
      else removeStale(path, owner, mine.token)
    }
  } finally {
    rmSync(draft, { force: true })
  }
  return hold(path, mine)
}

function hold(path: string, mine: Owner): Lock {
  const beat = setInterval(() => {
    if (readOwner(path)?.token !== mine.token) return
    const fresh = `${path}.${mine.token}`
    writeFileSync(fresh, JSON.stringify({ ...mine, heartbeatAt: new Date().toISOString() }), { mode: 0o600 })
    renameSync(fresh, path)
  }, HEARTBEAT_MS)
  beat.unref()
  return {
    async release() {
      clearInterval(beat)
      if (readOwner(path)?.token === mine.token) rmSync(path, { force: true })
    },
  }
}

/**
 * Removes the dead owner's lock by renaming it away, which only one of several takers can do; if what came away is not what was
 * judged dead, someone was quicker and it is put back.
 */
function removeStale(path: string, owner: Owner, token: string): void {
  const aside = `${path}.stale.${token}`
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  if (readOwner(aside)?.token !== owner.token) tryLink(aside, path)
  rmSync(aside, { force: true })
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

function readOwner(path: string): Owner | undefined {
  try {
    return ownerSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return undefined
  }
}

function isAlive(owner: Owner): boolean {
  if (owner.host !== hostname()) return Date.now() - Date.parse(owner.heartbeatAt) < STALE_MS
  try {
    process.kill(owner.pid, 0)
  } catch (error) {
    // EPERM: it lives, but belongs to another user.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  const start = processStartOf(owner.pid)
  return start === null || owner.processStart === null || start === owner.processStart
}

/** Field 22 of /proc/PID/stat (proc_pid_stat(5)): ticks from boot to the process's start; null where there is no /proc. */
function processStartOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The command's name, in parentheses, may hold spaces; the fields after it do not.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

const unknownOwner = { command: 'another program', host: 'unknown', pid: 0, startedAt: 'unknown' }

function busy({ command, host, pid, startedAt }: Omit<Owner, 'token' | 'processStart' | 'heartbeatAt'>): AppError {
  return new AppError('workspace_busy', {
    command,
    host,
    pid,
    since: startedAt.slice(0, 16).replace('T', ' '),
  })
}
