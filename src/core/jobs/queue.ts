/** Background work that survives a crash: one named pg-boss queue whose jobs are told apart by a key. */
import { PgBoss } from 'pg-boss'
import type { Database } from '../database/index.ts'

/** A job without a sign of life for this long belongs to a dead process and is given to another. */
const HEARTBEAT_SECONDS = 60
/** How often an idle runner looks for jobs of other processes; its own process wakes it at once. */
const POLL_MS = 2_000

export interface Queue<Job extends object> {
  /** Adds a job unless one with its key waits already, so that sending again is harmless; behind a running one it runs next. */
  send(job: Job): Promise<void>
  close(): Promise<void>
}

export interface QueueOptions {
  readonly concurrency: number
  /** Starts without the jobs that are there, those of a killed process included. Only where no other process uses the database. */
  readonly forget: boolean
  readonly onError: (error: unknown) => void
}

/**
 * Opens the queue `name` and lets `concurrency` runners call `handle` with its jobs. A job whose handler throws is tried again with
 * backoff, up to three times. Closing aborts the handlers' signal and waits for them; their jobs are given back.
 */
export async function openQueue<Job extends object>(
  database: Database,
  name: string,
  keyOf: (job: Job) => string,
  handle: (job: Job, signal: AbortSignal) => Promise<void>,
  options: QueueOptions,
): Promise<Queue<Job>> {
  const boss = new PgBoss({
    db: database.queue,
    ...(database.kind === 'pglite' && { backend: 'pglite' as const }),
    supervise: database.kind === 'postgres',
    schedule: false,
  })
  boss.on('error', options.onError)
  await boss.start()
  await boss.createQueue(name, {
    policy: 'exclusive',
    heartbeatSeconds: HEARTBEAT_SECONDS,
    expireInSeconds: 24 * 3_600,
    retryLimit: 3,
    retryBackoff: true,
  })

  // Before any runner starts: a job that one of them had taken would otherwise run beside its successor.
  if (options.forget) await boss.deleteAllJobs(name)

  const closing = new AbortController()
  const bell = new Bell()
  const active = new Map<string, Promise<void>>()
  const runners = Array.from({ length: options.concurrency }, () => run())

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      const [job] = await boss.fetch<Job>(name).catch((error) => {
        options.onError(error)
        return []
      })
      if (job) {
        const ended = runJob(job)
        active.set(keyOf(job.data), ended)
        await ended
        active.delete(keyOf(job.data))
      } else await bell.wait(POLL_MS)
    }
  }

  async function runJob(job: { readonly id: string; readonly data: Job }): Promise<void> {
    const beat = setInterval(
      () => void boss.touch(name, job.id).catch(options.onError),
      (HEARTBEAT_SECONDS * 1_000) / 3,
    )
    try {
      await handle(job.data, closing.signal)
      await boss.complete(name, job.id)
    } catch (error) {
      options.onError(error)
      await boss.fail(name, job.id).catch(options.onError)
    } finally {
      clearInterval(beat)
    }
  }

  return {
    async send(job) {
      const send = async () => {
        const id = await boss.send(name, job, { singletonKey: keyOf(job) })
        bell.ring()
        return id
      }
      if ((await send()) === null) void active.get(keyOf(job))?.then(send).catch(options.onError)
    },
    async close() {
      closing.abort()
      bell.ring()
      await Promise.all(runners)
      await boss.stop({ graceful: false })
    },
  }
}

/** Wakes everyone who waits on it, or lets them go on after a time. */
class Bell {
  private sleepers = new Set<() => void>()

  ring(): void {
    for (const wake of this.sleepers) wake()
  }

  wait(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer)
        this.sleepers.delete(wake)
        resolve()
      }
      const timer = setTimeout(wake, timeoutMs)
      this.sleepers.add(wake)
    })
  }
}
