/** Runs chunking and indexing on a worker thread, so that the process that owns the database stays responsive. */
import { extname } from 'node:path'
import { Piscina } from 'piscina'
import type { DocumentIdentity } from '../../contract/index.ts'
import type { DocumentIndex, IndexableChunk } from '../retrieval/index.ts'
import type { Chunk } from './chunk.ts'
import type { ExtractedPage } from './extract/extracted-page.ts'

export interface ChunkTask {
  readonly name: string
  /** The title in the PDF's metadata. */
  readonly title: string | null
  readonly pages: readonly ExtractedPage[]
}

export interface ChunkResult {
  readonly identity: DocumentIdentity
  readonly chunks: readonly Chunk[]
  /** 1-based pages that hold no text and need OCR. */
  readonly pagesWithoutText: number[]
}

export interface IndexTask {
  readonly name: string
  readonly identity: DocumentIdentity
  readonly chunks: readonly IndexableChunk[]
}

export interface Analysis {
  chunk(task: ChunkTask, signal: AbortSignal): Promise<ChunkResult>
  index(task: IndexTask, signal: AbortSignal): Promise<DocumentIndex>
  close(): Promise<void>
}

/** One worker is enough: it analyses several hundred pages in the time that extraction takes for ten. */
export function createAnalysis(): Analysis {
  let pool: Piscina | undefined
  const workers = () => {
    pool ??= new Piscina({
      filename: new URL(`./analysis.worker${extname(import.meta.url)}`, import.meta.url).href,
      minThreads: 1,
      maxThreads: 1,
    })
    return pool
  }
  return {
    chunk: (task, signal) => workers().run(task, { name: 'chunk', signal }),
    index: (task, signal) => workers().run(task, { name: 'index', signal }),
    close: async () => pool?.destroy(),
  }
}
