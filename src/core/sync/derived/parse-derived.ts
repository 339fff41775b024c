/** On a client: understands what the server says that it found out about a document, or refuses it. */
import { AppError } from '../../../contract/index.ts'
import { type DerivedPart, derivedLineSchema, type Findings } from './tables.ts'

export interface Derived {
  readonly findings: Findings
  /** Of the analysis that made the keyword index; undefined without one. */
  readonly version: number | undefined
  readonly hasAllVectors: boolean
  readonly parts: readonly DerivedPart[]
}

/** The lines of {@link readDerived}, with vectors of `space` alone. @throws {AppError} server_unreachable */
export function parseDerived(lines: readonly string[], space: string | null): Derived {
  const parts: DerivedPart[] = []
  const chunkIds = new Set<string>()
  let findings: Findings | undefined
  let version: number | undefined
  let vectors = 0
  for (const line of lines) {
    const parsed = parseLine(line)
    if ('findings' in parsed) {
      findings = parsed.findings
      continue
    }
    parts.push(parsed)
    if (parsed.table === 'chunks') for (const { id } of parsed.rows) chunkIds.add(id)
    if (parsed.table === 'document_indexes') version = parsed.rows[0]?.version
    if (parsed.table !== 'embeddings') continue
    vectors += parsed.rows.length
    const isOfAnother = parsed.rows.some((row) => row.space !== space || !chunkIds.has(row.chunk_id))
    if (isOfAnother) misunderstood('a vector of something else')
  }
  if (!findings) return misunderstood('no findings')
  return { findings, version, parts, hasAllVectors: vectors === chunkIds.size }
}

function parseLine(line: string) {
  try {
    return derivedLineSchema.parse(JSON.parse(line))
  } catch (error) {
    return misunderstood(error)
  }
}

/** A server of another version says so itself; this is somebody else's answer. */
function misunderstood(cause: unknown): never {
  throw new AppError('server_unreachable', {}, { cause })
}

/** Postgres, appendix A: 22 is data that is none, 23 what contradicts itself or what is there. */
const REFUSED = /^2[23]/

/** Throws `error`, as `server_unreachable` where the database would not have what the server said. */
export function refused(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  throw REFUSED.test(code) ? new AppError('server_unreachable', {}, { cause: error }) : error
}
