/** On a client: the loop that brings what documents are made of, which takes long and must hold up no change. */
import { type Actor, AppError, type DocumentStatus } from '../../../contract/index.ts'
import type { Database } from '../../database/index.ts'
import { recordRun } from './activity.ts'
import type { Files } from './files.ts'
import type { Report } from './report.ts'
import { createWakeable } from './wakeable.ts'
import type { Working } from './working.ts'

export interface ReceiveLoop {
  /** Something may be to fetch. */
  wake(): void
  /** Resolves when it was told to end. */
  run(): Promise<void>
}

export function createReceiveLoop(parts: {
  readonly database: Database
  readonly actor: Actor
  readonly files: Files
  /** Brings the texts that wait, one document after the other. */
  readonly texts: (
    signal: AbortSignal,
  ) => AsyncIterable<{ readonly documentId: string; readonly status: DocumentStatus }>
  readonly report: Report
  readonly working: Working
  /** The text of a document came; what is left to be done here is for its listener. */
  readonly onText: (documentId: string) => Promise<void>
  /** Whether the server is there is for the exchange to find out, and to wait for. */
  readonly onFailed: () => void
  readonly onError: (error: unknown) => void
}): ReceiveLoop {
  const { actor, database, files, report, working } = parts
  const wakeable = createWakeable()

  async function texts(signal: AbortSignal): Promise<void> {
    const startedAt = new Date()
    const total = await files.waitingTexts()
    let done = 0
    if (total > 0) report.change({ receiving: { done, total } })
    for await (const { documentId } of parts.texts(signal)) {
      done++
      report.change({ receiving: { done, total: Math.max(done, total) } })
      await parts.onText(documentId)
    }
    if (done > 0)
      await database.asTenant(actor, (tx) =>
        recordRun(tx, actor, {
          ...{ startedAt, endedAt: new Date(), sent: 0, received: 0, documents: done, error: null },
        }),
      )
  }

  async function allFiles(signal: AbortSignal): Promise<void> {
    const remote = await files.remote()
    for (const [done, id] of remote.entries()) {
      signal.throwIfAborted()
      report.change({ receiving: { done, total: remote.length } })
      // One that the server lacks keeps none of the others.
      await files.fetch(id, signal).catch((error: unknown) => {
        if (!(error instanceof AppError && error.code === 'file_missing')) throw error
      })
      report.change({ remoteFiles: remote.length - done - 1 })
    }
  }

  return {
    wake() {
      report.change({ isReceiving: true })
      wakeable.wake()
    },
    async run() {
      while (!working.isClosed) {
        const { signal } = working
        try {
          if (report.mayWork) {
            await texts(signal)
            if (report.facts.keepsFiles) await allFiles(signal)
          }
        } catch (error) {
          if (!signal.aborted && !(error instanceof AppError)) parts.onError(error)
          if (!signal.aborted) parts.onFailed()
        } finally {
          report.change({ receiving: null, isReceiving: wakeable.isWoken })
        }
        await wakeable.sleep(Number.POSITIVE_INFINITY)
      }
    },
  }
}
