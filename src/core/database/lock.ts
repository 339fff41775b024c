/** Keeps a second process away from a data directory, which PGlite itself does not do and would not survive. */
import { constants, copyFileSync, linkSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '../../contract/index.ts'
import { isAlive, type LockOwner, readOwner, thisProcess } from './lock-owner.ts'

const HEARTBEAT_MS = 5_000
/** A lock that stays unreadable was not written by us; whose it is only its user can tell. */
const UNREADABLE_TRIES = 50
const UNREADABLE_WAIT_MS = 20

export interface Lock {
  release(): void
}

/**
 * Takes the lock file at `path`, or throws `workspace_busy` naming its owner. A lock is taken over only when its owner is certainly
 * gone: its process on this machine has ended, or on another machine it missed every heartbeat for two minutes. A live process keeps
 * its lock however long it is busy.
 *
 * Several processes may find the same dead owner at once. Each dead owner has one successor: whoever links its own file to the name
 * `PATH.after.TOKEN`. The holder is thus the end of a chain that starts at `path`; a successor that dies before it has tidied up is
 * succeeded in its turn, and no step leaves a moment at which two could hold the lock.
 */
export async function acquireLock(path: string, command: string): Promise<Lock> {
  const mine = thisProcess(command)
  // Written in full elsewhere and then linked into place, so that no one ever reads half of it.
  const draft = `${path}.${mine.token}`
  writeFileSync(draft, JSON.stringify(mine), { mode: 0o600, flush: true })
  try {
    for (let unreadable = 0; ; ) {
      if (tryLink(draft, path)) return hold(path, mine)
      const chain = readChain(path)
      const last = chain.at(-1)
      if (last === undefined) {
        if (++unreadable > UNREADABLE_TRIES) throw busy(unknownOwner)
        await sleep(UNREADABLE_WAIT_MS)
      } else if (isAlive(last.owner, last.path)) throw busy(last.owner)
      else if (succeed(path, last.owner, mine, draft)) {
        renameSync(draft, path)
        for (const { owner } of chain) rmSync(successorPath(path, owner), { force: true })
        return hold(path, mine)
      }
    }
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Whether `mine` now ends the chain: another may have succeeded the same owner first, and tidied its traces away. */
function succeed(path: string, dead: LockOwner, mine: LockOwner, draft: string): boolean {
  const successor = successorPath(path, dead)
  if (!tryLink(draft, successor)) return false
  if (readChain(path).at(-1)?.owner.token === mine.token) return true
  rmSync(successor, { force: true })
  return false
}

interface Holder {
  readonly owner: LockOwner
  readonly path: string
}

/** The owner at `path`, its successor, the successor of that one and so on; empty when the lock is free or unreadable. */
function readChain(path: string): readonly Holder[] {
  const chain: Holder[] = []
  for (let next = path; ; ) {
    const owner = readOwner(next)
    if (!owner) return chain
    chain.push({ owner, path: next })
    next = successorPath(path, owner)
  }
}

const successorPath = (path: string, owner: LockOwner) => `${path}.after.${owner.token}`

function hold(path: string, mine: LockOwner): Lock {
  const beat = setInterval(() => {
    try {
      const now = new Date()
      if (readOwner(path)?.token === mine.token) utimesSync(path, now, now)
    } catch {
      // The next beat tries again; a lock on this machine lives with its process anyway.
    }
  }, HEARTBEAT_MS)
  beat.unref()
  return {
    release() {
      clearInterval(beat)
      if (readOwner(path)?.token === mine.token) rmSync(path, { force: true })
    },
  }
}

/** Gives the file a second name unless that is taken; where the disk knows no second names, a copy. */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (isTaken(error)) return false
  }
  try {
    copyFileSync(from, to, constants.COPYFILE_EXCL)
    return true
  } catch (error) {
    if (isTaken(error)) return false
    throw error
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST'
}

const unknownOwner = { command: 'another program', host: 'unknown', pid: 0, startedAt: 'unknown' }

function busy(owner: Pick<LockOwner, 'command' | 'host' | 'pid' | 'startedAt'>): AppError {
  const { command, host, pid, startedAt } = owner
  return new AppError('workspace_busy', {
    command,
    host,
    pid,
    since: startedAt.slice(0, 16).replace('T', ' '),
  })
}
