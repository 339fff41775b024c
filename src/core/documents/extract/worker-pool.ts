/** Lends out worker threads one document at a time, at most so many at once, and replaces those that die or grow old. */
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { WorkerReply, WorkerRequest } from './protocol.ts'

/** A document may not take more heap than this; 25 MB of PDF stay far below. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 768, maxYoungGenerationSizeMb: 32 }
/** Documents after which a worker is replaced: pdf.js keeps caches that only its thread's end frees. */
const DOCUMENTS_PER_WORKER = 25

/** How waiting for a worker's answer can end other than with one. */
export type Interruption = 'timeout' | 'crash' | 'aborted'

export class Interrupted extends Error {
  readonly interruption: Interruption

  constructor(interruption: Interruption, options?: ErrorOptions) {
    super(interruption, options)
    this.interruption = interruption
  }
}

/** One worker thread. After an interruption it is dead and must not be lent again. */
export class PdfWorker {
  readonly #worker = new Worker(new URL(`./extract.worker${extname(import.meta.url)}`, import.meta.url), {
    resourceLimits: RESOURCE_LIMITS,
    // What the document makes pdf.js print is no concern of whoever reads our output.
    stdout: true,
    stderr: true,
  })
  #settle: ((reply: WorkerReply | Interrupted) => void) | undefined
  #progress: ((page: number) => void) | undefined
  #dead = false
  documents = 0

  constructor() {
    // A pool that waits for documents keeps no process alive; asking does.
    this.#worker.unref()
    this.#worker.on('message', (reply: WorkerReply) => {
      if (reply.type === 'page') this.#progress?.(reply.number)
      else this.#settle?.(reply)
    })
    this.#worker.on('error', (error) => this.#die(new Interrupted('crash', { cause: error })))
    this.#worker.on('exit', () => this.#die(new Interrupted('crash')))
  }

  get isDead(): boolean {
    return this.#dead
  }

  /**
   * The answer to `request`. `onPage` hears of each page begun. Throws {@link Interrupted} when nothing was heard for
   * `timeoutMs`, the thread died (of lack of memory, say), or `signal` aborted; the thread is then ended.
   */
  async ask(
    request: WorkerRequest,
    {
      timeoutMs,
      signal,
      onPage,
    }: { timeoutMs: number; signal: AbortSignal; onPage?: (page: number) => void },
  ): Promise<WorkerReply> {
    if (this.#dead) throw new Interrupted('crash')
    if (signal.aborted) throw new Interrupted('aborted')
    this.#worker.ref()
    const { promise, resolve } = Promise.withResolvers<WorkerReply | Interrupted>()
    this.#settle = resolve
    const timer = setTimeout(() => resolve(new Interrupted('timeout')), timeoutMs)
    this.#progress = (page) => {
      timer.refresh()
      onPage?.(page)
    }
    const abort = () => resolve(new Interrupted('aborted'))
    signal.addEventListener('abort', abort, { once: true })
    try {
      this.#worker.postMessage(request)
      const reply = await promise
      if (reply instanceof Interrupted) {
        await this.end()
        throw reply
      }
      return reply
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      this.#settle = undefined
      this.#progress = undefined
      this.#worker.unref()
    }
  }

  /** Lets go of the open document. */
  closeDocument(): void {
    if (!this.#dead) this.#worker.postMessage({ type: 'close' } satisfies WorkerRequest)
  }

  async end(): Promise<void> {
    this.#dead = true
    await this.#worker.terminate()
  }

  #die(reason: Interrupted): void {
    this.#dead = true
    this.#settle?.(reason)
  }
}

export class WorkerPool {
  readonly #size: number
  readonly #idle: PdfWorker[] = []
  readonly #all = new Set<PdfWorker>()
  readonly #waiting: (() => void)[] = []
  #lent = 0

  constructor(size: number) {
    this.#size = Math.max(1, size)
  }

  /** Resolves once a worker is free. Rejects when `signal` aborts first. */
  async take(signal: AbortSignal): Promise<PdfWorker> {
    while (this.#lent >= this.#size) {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const abort = () => reject(new Interrupted('aborted'))
      this.#waiting.push(resolve)
      signal.addEventListener('abort', abort, { once: true })
      try {
        await promise
      } catch (error) {
        const place = this.#waiting.indexOf(resolve)
        if (place >= 0) this.#waiting.splice(place, 1)
        else this.#waiting.shift()?.()
        throw error
      } finally {
        signal.removeEventListener('abort', abort)
      }
    }
    if (signal.aborted) throw new Interrupted('aborted')
    this.#lent += 1
    let worker = this.#idle.pop()
    while (worker?.isDead) worker = this.#idle.pop()
    if (worker === undefined) {
      worker = new PdfWorker()
      this.#all.add(worker)
    }
    worker.documents += 1
    return worker
  }

  give(worker: PdfWorker): void {
    this.#lent -= 1
    if (worker.isDead || worker.documents >= DOCUMENTS_PER_WORKER) {
      this.#all.delete(worker)
      void worker.end()
    } else {
      worker.closeDocument()
      this.#idle.push(worker)
    }
    this.#waiting.shift()?.()
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all].map((worker) => worker.end()))
    this.#all.clear()
  }
}
