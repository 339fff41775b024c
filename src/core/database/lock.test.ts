/**
 * Invariant: at every moment at most one process holds the lock, and it is never taken from a process that lives.
 * The contenders are real processes.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../contract/index.ts'
import { acquireLock } from './lock.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'docuchat-lock-'))
  path = join(folder, 'lock')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function refusal(): Promise<AppError> {
  const error = await acquireLock(path, 'second').then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof AppError) return error
  throw new Error(`expected a refusal, got ${error}`)
}

/** Rewrites the lock as if someone else had written it. */
function pretend(change: Readonly<Record<string, unknown>>, heartbeat = new Date()): void {
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), ...change }))
  utimesSync(path, heartbeat, heartbeat)
}

const anHourAgo = () => new Date(Date.now() - 3_600_000)
/** Above the largest that Linux gives out (proc_sys_kernel(5): 2^22). */
const NO_PROCESS = 2 ** 22 + 1

describe.runIf(process.platform === 'linux')(
  'a lock of a killed process whose parent never asked after it',
  () => {
    it('is taken over, although the process still has its number', async () => {
      // The shell becomes a sleep, which never waits for the child that the shell had.
      const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], {
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      try {
        const [line] = await once(parent.stdout, 'data')
        const zombie = Number(String(line))
        await vi.waitUntil(() => readFileSync(`/proc/${zombie}/stat`, 'utf8').includes(') Z '))
        const first = await acquireLock(path, 'first')
        pretend({ pid: zombie, processStart: null })
        const second = await acquireLock(path, 'second')
        second.release()
        first.release()
      } finally {
        parent.kill()
      }
    })
  },
)

describe('a lock that is held', () => {
  it('is refused with the name of its owner', async () => {
    const lock = await acquireLock(path, 'docuchat add')
    const error = await refusal()
    expect(error.code).toBe('workspace_busy')
    expect(error.details).toMatchObject({ command: 'docuchat add', pid: process.pid, host: hostname() })
    lock.release()
  })

  it('stays held however long ago its last heartbeat was, while its process lives', async () => {
    const lock = await acquireLock(path, 'first')
    pretend({}, anHourAgo())
    expect((await refusal()).code).toBe('workspace_busy')
    lock.release()
  })

  it('stays held by another machine that still beats', async () => {
    const lock = await acquireLock(path, 'first')
    pretend({ host: 'elsewhere', pid: NO_PROCESS })
    expect((await refusal()).details.host).toBe('elsewhere')
    lock.release()
  })

  it('is free again once released, with nothing left behind', async () => {
    const first = await acquireLock(path, 'first')
    first.release()
    const second = await acquireLock(path, 'second')
    second.release()
    expect(readdirSync(folder)).toEqual([])
  })

  it('is not removed by an owner that lost it', async () => {
    const first = await acquireLock(path, 'first')
    pretend({ pid: NO_PROCESS })
    const second = await acquireLock(path, 'second')
    first.release()
    expect((await refusal()).details.command).toBe('second')
    second.release()
  })

  it('is not taken over when nobody can read it', async () => {
    writeFileSync(path, 'someone else’s file')
    expect((await refusal()).details.command).toBe('another program')
    expect(readFileSync(path, 'utf8')).toBe('someone else’s file')
  })
})

describe('a lock whose owner is gone', () => {
  it.each([
    ['its process has ended', { pid: NO_PROCESS }, new Date()],
    ['its process number belongs to another process now', { processStart: '1' }, new Date()],
    ['its machine has not been heard of for long', { host: 'elsewhere' }, anHourAgo()],
  ])('is taken over when %s', async (_, change, heartbeat) => {
    const first = await acquireLock(path, 'first')
    pretend(change, heartbeat)
    const second = await acquireLock(path, 'second')
    expect((await refusal()).details.command).toBe('second')
    second.release()
    first.release()
    expect(readdirSync(folder)).toEqual([])
  })

  it('is taken over although a taker died half way', async () => {
    const first = await acquireLock(path, 'first')
    pretend({ pid: NO_PROCESS })
    const dead = JSON.parse(readFileSync(path, 'utf8'))
    const halfWay = { ...dead, token: '00000000-0000-7000-8000-000000000001', command: 'half way' }
    writeFileSync(`${path}.after.${dead.token}`, JSON.stringify(halfWay))
    const second = await acquireLock(path, 'second')
    expect((await refusal()).details.command).toBe('second')
    second.release()
    first.release()
    expect(readdirSync(folder)).toEqual([])
  })

  it('is taken over at once when the owner was killed', async () => {
    const owner = contender(
      'await acquireLock(path, "owner"); console.log("held"); setInterval(() => {}, 1000)',
    )
    await new Promise((resolve) => owner.stdout?.once('data', resolve))
    expect((await refusal()).details).toMatchObject({ command: 'owner', pid: owner.pid })
    owner.kill('SIGKILL')
    await new Promise((resolve) => owner.once('exit', resolve))
    const lock = await acquireLock(path, 'second')
    lock.release()
  })

  it('goes to one of many who want it at the same moment', async () => {
    // Each leaves the lock as a dead owner would, so that every round is a takeover that all of them race for.
    const script = `
      for (let round = 0; round < 40; ) {
        const lock = await acquireLock(path, 'contender').catch(() => undefined)
        if (!lock) continue
        writeFileSync(path + '-inside', '', { flag: 'wx' })
        rmSync(path + '-inside')
        const { pid, ...owner } = JSON.parse(readFileSync(path, 'utf8'))
        writeFileSync(path + '-dead' + process.pid, JSON.stringify({ ...owner, pid: ${NO_PROCESS} }))
        renameSync(path + '-dead' + process.pid, path)
        round++
      }
      console.log('done')`
    const contenders = Array.from({ length: 4 }, () => contender(script))
    const outputs = await Promise.all(contenders.map(outputOf))
    expect(outputs).toEqual(contenders.map(() => 'done'))
  })
})

function contender(script: string): ChildProcess {
  const source = `
    import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
    import { acquireLock } from ${JSON.stringify(new URL('./lock.ts', import.meta.url).href)}
    const path = ${JSON.stringify(path)}
    ${script}`
  return spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: ['ignore', 'pipe', 'pipe'] })
}

async function outputOf({ stdout, stderr }: ChildProcess): Promise<string> {
  const parts = await Promise.all([stdout, stderr].map((stream) => (stream ? text(stream) : '')))
  return parts.join('').trim()
}
