/** What is done about vectors once the documents are all settled, so that nobody waits for it. */
import type { Database } from '../database/index.ts'
import { indexVectors, type SpaceProgress } from '../retrieval/index.ts'
import type { Spaces } from './spaces.ts'

export interface Upkeep {
  /** Does what is to be done, now or after what it is doing; returns at once. */
  wake(): void
  /** Stops between two steps. */
  close(): Promise<void>
}

export function createUpkeep({
  database,
  isAtWork,
  onError,
  onProgress,
  spaces,
}: {
  readonly database: Database
  /** Whether documents are being worked on: the last of them wakes it again. */
  readonly isAtWork: () => Promise<boolean>
  readonly onError: (error: unknown) => void
  readonly onProgress: (progress: SpaceProgress) => void
  readonly spaces: Spaces
}): Upkeep {
  const closing = new AbortController()
  let running: Promise<void> | undefined
  let again = false

  async function run(): Promise<void> {
    do {
      again = false
      if (closing.signal.aborted || (await isAtWork())) return
      await spaces.finishChange()
      await indexVectors(database, closing.signal, onProgress)
    } while (again)
  }

  return {
    wake() {
      again = true
      running ??= run()
        .catch(onError)
        .finally(() => {
          running = undefined
        })
    },
    async close() {
      closing.abort()
      await running
    },
  }
}
