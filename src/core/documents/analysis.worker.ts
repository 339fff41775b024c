/** The worker side of analysis.ts. */

import { runAs } from '../priority.ts'
import { buildIndex, type DocumentIndex } from '../retrieval/worker.ts'
import type { ChunkResult, ChunkTask, IndexTask } from './analysis.ts'
import { chunkPages } from './chunk.ts'
import { markRunningLines } from './extract/running-lines.ts'
import { identify } from './identify.ts'

runAs('computation')

/** Pages whose text can tell what the document is: the cover, and the first page of a short report. */
const IDENTITY_PAGES = 5

export function chunk({ name, title, pages }: ChunkTask): ChunkResult {
  return {
    identity: identify({
      fileName: name,
      title,
      firstPages: pages.slice(0, IDENTITY_PAGES).map((page) => page.text),
    }),
    chunks: chunkPages(markRunningLines(pages)),
    pagesWithoutText: pages.filter((page) => page.text.trim() === '').map((page) => page.number),
  }
}

export function index({ name, identity, chunks }: IndexTask): DocumentIndex {
  return buildIndex({ name, identity }, chunks)
}
