/** Runs models on one worker thread, so that the process that owns the database stays responsive. */
import { extname } from 'node:path'
import { Piscina } from 'piscina'
import { AppError } from '../../../contract/index.ts'
import { batchesOf } from './batches.ts'
import type { EmbedTask } from './embed.worker.ts'
import type { Recipe } from './manifest.ts'

/** A model that nobody asks gives its memory back; loading it again takes about a second. */
const IDLE_MS = 5 * 60_000
/** The vocabulary of 250,000 words takes most of it; the weights lie outside. */
const HEAP_MB = 1_024

export interface Runner {
  /**
   * A unit vector for each of `texts`, which have their prefixes, in their order. Throws `cancelled`, or `model_failed` where the model
   * cannot be loaded or run, or its thread died; the next call starts a new one.
   */
  embed(
    folder: string,
    recipe: Recipe,
    texts: readonly string[],
    signal: AbortSignal,
  ): Promise<Float32Array[]>
  /** Lets go of the model in `folder`, if it is the one that is loaded, so that its files can be moved or removed. */
  unload(folder: string): Promise<void>
  close(): Promise<void>
}

export function createRunner(): Runner {
  let thread: Piscina | undefined
  const started = () => {
    if (!thread) {
      thread = new Piscina({
        filename: new URL(`./embed.worker${extname(import.meta.url)}`, import.meta.url).href,
        minThreads: 0,
        maxThreads: 1,
        idleTimeout: IDLE_MS,
        resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
      })
      // Whoever waits for a vector is told; a thread that dies while nobody waits is of no consequence.
      thread.on('error', () => {})
    }
    return thread
  }
  return {
    async embed(folder, recipe, texts, signal) {
      const vectors = new Array<Float32Array>(texts.length)
      // One batch after the other, so that a question waits for one of them and not for a whole document.
      for (const batch of batchesOf(texts)) {
        const task: EmbedTask = { folder, recipe, texts: batch.map((index) => texts[index] ?? '') }
        const work: Promise<Float32Array[]> = started().run(task, { name: 'embed' }).catch(failed)
        const found = await unlessAborted(work, signal)
        for (const [place, index] of batch.entries()) vectors[index] = found[place] ?? new Float32Array()
      }
      return vectors
    },
    unload: async (folder) => void (await thread?.run({ folder }, { name: 'unload' }).catch(failed)),
    async close() {
      const left = thread
      thread = undefined
      await left?.destroy()
    },
  }
}

/** The batch under way is finished in any case: ending the thread would cost the model that it has loaded. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const abort = () => reject(new AppError('cancelled', {}, { cause: signal.reason }))
  signal.addEventListener('abort', abort, { once: true })
  if (signal.aborted) abort()
  try {
    return await Promise.race([work, promise])
  } finally {
    signal.removeEventListener('abort', abort)
    work.catch(() => {})
  }
}

function failed(error: unknown): never {
  const text = error instanceof Error ? error.message : 'unknown'
  throw new AppError('model_failed', { reason: text.replace(/\s+/g, ' ').slice(0, 300) }, { cause: error })
}
