/** On a client: brings what documents are made of, which takes long and must hold up no change. */
import type { Actor, DocumentStatus } from '../../../contract/index.ts'
import type { Database } from '../../database/index.ts'
import { isOfFile } from '../client/fetch-file.ts'
import { recordRun } from './activity.ts'
import type { Files } from './files.ts'
import type { Report } from './report.ts'

export interface ReceiveParts {
  readonly database: Database
  readonly actor: Actor
  readonly files: Files
  /** Brings the texts that wait, one document after the other. */
  readonly texts: (
    signal: AbortSignal,
  ) => AsyncIterable<{ readonly documentId: string; readonly status: DocumentStatus }>
  readonly report: Report
  /** The text of a document came; what is left to be done here is for its listener. */
  readonly onText: (documentId: string) => Promise<void>
}

/** Brings all texts, then the files where all are wanted. Throws what the way to the server throws; what came by then is kept. */
export async function receive(parts: ReceiveParts, signal: AbortSignal): Promise<void> {
  const { report } = parts
  try {
    await receiveTexts(parts, signal)
    if (report.facts.keepsFiles) await receiveFiles(parts, signal)
  } finally {
    report.change({ receiving: null })
  }
}

async function receiveTexts(
  { actor, database, files, onText, report, texts }: ReceiveParts,
  signal: AbortSignal,
): Promise<void> {
  const startedAt = new Date()
  const total = await files.waitingTexts()
  let done = 0
  if (total > 0) report.change({ receiving: { done, total } })
  try {
    for await (const { documentId } of texts(signal)) {
      done++
      report.change({ receiving: { done, total: Math.max(done, total) } })
      await onText(documentId)
    }
  } finally {
    if (done > 0)
      await database.asTenant(actor, (tx) =>
        recordRun(tx, actor, {
          ...{ startedAt, endedAt: new Date(), sent: 0, received: 0, documents: done, error: null },
        }),
      )
  }
}

async function receiveFiles({ files, report }: ReceiveParts, signal: AbortSignal): Promise<void> {
  const remote = await files.remote()
  let remoteFiles = remote.length
  for (const [done, id] of remote.entries()) {
    signal.throwIfAborted()
    report.change({ receiving: { done, total: remote.length } })
    try {
      await files.fetch(id, signal)
      report.change({ remoteFiles: --remoteFiles })
    } catch (error) {
      if (!isOfFile(error)) throw error
    }
  }
}
