/** Background work that survives a crash: one named pg-boss queue whose jobs are told apart by a key. */
import { type JobWithMetadata, PgBoss } from 'pg-boss'
import { toErrorInfo } from '../../contract/index.ts'
import type { PubSub } from '../changes/index.ts'
import type { Database } from '../database/index.ts'
import { deadLetterQueue } from './dead-letters.ts'
import { fairPriority } from './fair-priority.ts'

/** A job without a sign of life for this long belongs to a dead process. */
const HEARTBEAT_SECONDS = 30
/** How often the jobs of dead processes are looked for: within a minute another has them. */
const SUPERVISE_SECONDS = 15
/** Before a job's second attempt; each later one waits about twice as long. */
const RETRY_SECONDS = 5
const RETRIES = 3
/** Of several processes that start on an empty database, one makes the queue's tables and the others fail once. */
const START_ATTEMPTS = 5
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
  /** At least 10. */
  readonly heartbeatSeconds?: number | undefined
  readonly superviseSeconds?: number | undefined
  /** Wakes idle runners of other processes, which else look every two seconds. */
  readonly pubSub?: PubSub
  readonly onError: (error: unknown) => void
}

export interface Naming<Job extends object> {
  /** Of jobs with one key, one runs at a time. */
  readonly keyOf: (job: Job) => string
  /** Whose turn the job takes. */
  readonly groupOf: (job: Job) => string
}

export interface Attempt {
  /** Aborted when the process is to end. */
  readonly signal: AbortSignal
  /** Whether a failure makes the job a dead letter. */
  readonly isLast: boolean
}

/**
 * Opens the queue `name` and lets `concurrency` runners call `handle` with its jobs; the groups of jobs take turns. A job whose handler
 * throws is tried again with backoff, up to three times, and then becomes a dead letter. Closing aborts the handlers' signal and
 * waits for them; their jobs are given back.
 */
export async function openQueue<Job extends object>(
  database: Database,
  name: string,
  { keyOf, groupOf }: Naming<Job>,
  handle: (job: Job, attempt: Attempt) => Promise<void>,
  options: QueueOptions,
): Promise<Queue<Job>> {
  const { heartbeatSeconds = HEARTBEAT_SECONDS, superviseSeconds = SUPERVISE_SECONDS } = options
  const boss = new PgBoss({
    db: database.queue,
    ...(database.kind === 'pglite' && { backend: 'pglite' as const }),
    supervise: database.kind === 'postgres',
    superviseIntervalSeconds: superviseSeconds,
    monitorIntervalSeconds: superviseSeconds,
    schedule: false,
  })
  boss.on('error', options.onError)
  await boss.start({ attempts: START_ATTEMPTS })
  await boss.createQueue(deadLetterQueue(name))
  const rules = {
    heartbeatSeconds,
    expireInSeconds: 24 * 3_600,
    retryLimit: RETRIES,
    retryDelay: RETRY_SECONDS,
    retryBackoff: true,
    deadLetter: deadLetterQueue(name),
  }
  await boss.createQueue(name, { policy: 'exclusive', ...rules })
  // One that an earlier version made keeps its rules otherwise.
  await boss.updateQueue(name, rules)

  // Before any runner starts: a job that one of them had taken would otherwise run beside its successor.
  if (options.forget) await boss.deleteAllJobs(name)

  const closing = new AbortController()
  const bell = new Bell()
  const active = new Map<string, Promise<void>>()
  const news = `jobs:${name}`
  const stopListening =
    options.concurrency > 0 ? await options.pubSub?.subscribe(news, () => bell.ring()) : undefined
  const runners = Array.from({ length: options.concurrency }, () => run())

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      const [job] = await boss.fetch<Job>(name, { includeMetadata: true }).catch((error) => {
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

  async function runJob(job: JobWithMetadata<Job>): Promise<void> {
    const beat = setInterval(
      () => void boss.touch(name, job.id).catch(options.onError),
      (heartbeatSeconds * 1_000) / 3,
    )
    try {
      await handle(job.data, { signal: closing.signal, isLast: job.retryCount >= job.retryLimit })
      await boss.complete(name, job.id)
    } catch (error) {
      if (closing.signal.aborted) return await giveBack(job.id).catch(options.onError)
      options.onError(error)
      await boss.fail(name, job.id, { code: toErrorInfo(error, job.id).code }).catch(options.onError)
    } finally {
      clearInterval(beat)
    }
  }

  /** At once and without counting an attempt: nothing was wrong with the job. */
  async function giveBack(id: string): Promise<void> {
    await database.queue.executeSql(
      `update pgboss.job
      set state = 'created', started_on = null, heartbeat_on = null
      where name = $1 and id = $2::uuid and state = 'active'`,
      [name, id],
    )
  }

  return {
    async send(job) {
      const group = groupOf(job)
      const send = async () => {
        const priority = await fairPriority(database, name, group)
        const id = await boss.send(name, job, { singletonKey: keyOf(job), group: { id: group }, priority })
        bell.ring()
        options.pubSub?.publish(news, '').catch(options.onError)
        return id
      }
      if ((await send()) === null) void active.get(keyOf(job))?.then(send).catch(options.onError)
    },
    async close() {
      closing.abort()
      stopListening?.()
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
