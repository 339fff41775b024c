/** The work on documents behind the windows: its queue, who takes part in it, and what ends it. */
import { z } from 'zod'
import { type Actor, AppError, type Document, idSchema, toErrorInfo } from '../../contract/index.ts'
import type { PubSub } from '../changes/index.ts'
import {
  type Attempt,
  countJobs,
  type DeadLetter,
  deadLetters,
  type JobCounts,
  openQueue,
  type Queue,
  takeDeadLetter,
} from '../jobs/index.ts'
import { ingest, isSettled } from './ingest.ts'
import type { Passwords } from './passwords.ts'
import type { IngestionParts } from './steps/step.ts'

export interface Work {
  /** Tells the windows of the document, and queues it unless it is settled. */
  goOn(actor: Actor, document: Document): Promise<void>
  /** Ends the work on the document, here at once and in other processes by a message; its row is what keeps it from being committed. */
  stop(documentId: string): void
  /** Queues what an earlier process left unfinished; so does whatever opens the queue. */
  resume(): Promise<void>
  /** {@link Work.resume} for a process that is at work already; any other does so when it gets work. */
  goOnWithRest(): Promise<void>
  /** What failed at every attempt in the tenant, the last first. */
  failed(tenantId: string): Promise<FailedJob[]>
  /** Takes a failed job from the list; false where it is not there any more. */
  takeFailed(id: string): Promise<boolean>
  /** Of all tenants. */
  counts(): Promise<JobCounts>
  close(): Promise<void>
}

const ingestJobSchema = z.object({ tenantId: idSchema, userId: idSchema, documentId: idSchema })
type IngestJob = Readonly<z.infer<typeof ingestJobSchema>>

/** A document whose every attempt failed. */
export type FailedJob = Omit<DeadLetter<IngestJob>, 'job'> & IngestJob

export interface WorkParts extends IngestionParts {
  /** Documents at a time. */
  readonly concurrency: number
  /** Whether this process takes documents through the steps, or leaves that to others. */
  readonly works: boolean
  readonly passwords: Passwords
  readonly pubSub: PubSub
  readonly heartbeatSeconds?: number | undefined
  readonly superviseSeconds?: number | undefined
  /** Told of each document that this process is done with, and how long that took. */
  readonly onSettled?: ((document: Document, actor: Actor, seconds: number) => void) | undefined
  readonly onError: (error: unknown) => void
}

/** The name of the queue. */
const INGEST = 'ingest'

/** The channel on which the ids of documents go whose work is to stop. */
const STOPS = 'documents:stop'

const DEFAULT_SUPERVISE_SECONDS = 15

export function createWork(parts: WorkParts): Work {
  const { database, passwords, progress, pubSub, store, works } = parts
  const running = new Map<string, AbortController>()
  let queue: Promise<Queue<IngestJob>> | undefined
  let looking: NodeJS.Timeout | undefined
  let leaveStops: () => unknown = () => {}

  async function handle(job: IngestJob, { signal: closing, isLast }: Attempt): Promise<void> {
    const own = new AbortController()
    running.set(job.documentId, own)
    const begun = performance.now()
    try {
      const actor: Actor = { tenantId: job.tenantId, userId: job.userId, role: 'member' }
      if (await store.isInBin(actor, job.documentId)) return
      const signal = AbortSignal.any([closing, own.signal])
      const password = await passwords.get(job.documentId)
      await ingest(
        {
          ...{ ...parts, actor, password, signal, progress: progress.until(own.signal) },
          isLastAttempt: isLast,
          isAlone: database.kind === 'pglite',
        },
        job.documentId,
      )
      const document = await store.get(actor, job.documentId)
      const settled = isSettled(document)
      if (settled) {
        await passwords.delete(job.documentId)
        parts.onSettled?.(document, actor, (performance.now() - begun) / 1_000)
      }
      // A step that was stopped at its very end has finished all the same.
      if (settled && own.signal.aborted && !(await store.isInBin(actor, document.id))) {
        progress.emit(actor, document)
      }
      // Shutting down gives the job back, so that another process goes on with it.
      if (!settled && closing.aborted) throw new AppError('cancelled')
    } catch (error) {
      if (!isGone(error)) throw error
    } finally {
      running.delete(job.documentId)
    }
  }

  /** Opened when there is work, since most commands only read. */
  function openedQueue(): Promise<Queue<IngestJob>> {
    queue ??= (async () => {
      const opened = await openQueue(database, INGEST, naming, handle, {
        ...parts,
        concurrency: works ? parts.concurrency : 0,
        // A process that died still holds its jobs; with the database to ourselves, the documents say better what is left.
        forget: database.kind === 'pglite',
      })
      if (works) {
        leaveStops = await pubSub.subscribe(STOPS, (id) => running.get(id)?.abort())
        await sendUnsettled(opened)
        if (database.kind === 'postgres') {
          const look = () => failDead().catch(parts.onError)
          looking = setInterval(look, (parts.superviseSeconds ?? DEFAULT_SUPERVISE_SECONDS) * 1_000).unref()
        }
      }
      return opened
    })()
    return queue
  }

  /** Lists as failed what killed every process that tried it: nobody was left to say so. */
  async function failDead(): Promise<void> {
    for (const { job } of await deadLetters(database, INGEST, ingestJobSchema, null)) {
      const actor: Actor = { tenantId: job.tenantId, userId: job.userId, role: 'member' }
      const document = await store.get(actor, job.documentId).catch(unlessGone)
      if (!document || isSettled(document)) continue
      const error = toErrorInfo(new Error('Every attempt ended with its process.'), document.id)
      progress.emit(actor, await store.settle(actor, document.id, 'failed', error))
    }
  }

  async function sendUnsettled(opened: Queue<IngestJob>): Promise<void> {
    for (const { id, tenantId, createdBy } of await store.unsettled()) {
      await opened.send({ tenantId, userId: createdBy, documentId: id })
    }
  }

  return {
    async goOn(actor, document) {
      progress.emit(actor, document)
      if (isSettled(document)) return
      const { tenantId, userId } = actor
      await (await openedQueue()).send({ tenantId, userId, documentId: document.id })
    },

    stop(documentId) {
      running.get(documentId)?.abort()
      pubSub.publish(STOPS, documentId).catch(parts.onError)
    },

    async resume() {
      await openedQueue()
    },

    async goOnWithRest() {
      if (queue) await sendUnsettled(await queue)
    },

    async failed(tenantId) {
      // Whoever opens the queue first makes its tables.
      await openedQueue()
      const dead = await deadLetters(database, INGEST, ingestJobSchema, tenantId)
      return dead.map(({ job, ...rest }) => ({ ...rest, ...job }))
    },

    takeFailed: (id) => takeDeadLetter(database, INGEST, id),

    async counts() {
      await openedQueue()
      return countJobs(database, INGEST)
    },

    async close() {
      await (await queue)?.close()
      clearInterval(looking)
      await leaveStops()
    },
  }
}

const naming = {
  keyOf: (job: IngestJob) => job.documentId,
  groupOf: (job: IngestJob) => job.tenantId,
}
const isGone = (error: unknown) => error instanceof AppError && error.code === 'not_found'

function unlessGone(error: unknown): undefined {
  if (!isGone(error)) throw error
}
