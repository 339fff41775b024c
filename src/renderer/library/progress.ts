/** How far a document is, as one share and as the four segments of the design: read, split, index meaning, save. */
import type { Document } from '../../contract/index.ts'

type Progressing = Pick<Document, 'status' | 'pageCount' | 'pagesDone'>

/** Reading takes most of the time (measured: about nine tenths without an embedding model). */
const SHARES = [0.85, 0.05, 0.05, 0.05] as const
const STEPS = ['extracting', 'chunking', 'embedding', 'indexing'] as const

/** How full each of the four segments is, from 0 to 1. */
export function segmentsOf({ status, pageCount, pagesDone }: Progressing): readonly number[] {
  if (status === 'ready') return [1, 1, 1, 1]
  const read = pageCount ? Math.min(1, pagesDone / pageCount) : 0
  if (status === 'waiting' || status === 'queued' || status === 'extracting') return [read, 0, 0, 0]
  if (status === 'failed' || status === 'cancelled') return [read, 0, 0, 0]
  const at = STEPS.indexOf(status)
  return SHARES.map((_, index) => (index < at ? 1 : index === at ? 0.5 : 0))
}

/** From 0 to 1. */
export const shareOf = (document: Progressing): number =>
  segmentsOf(document).reduce((sum, filled, index) => sum + filled * (SHARES[index] ?? 0), 0)
