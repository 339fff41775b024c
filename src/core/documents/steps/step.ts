/** What every ingestion step is given, and what it gives back. */
import type { Actor, Document } from '../../../contract/index.ts'
import type { BlobStore } from '../../blobs/index.ts'
import type { Database } from '../../database/index.ts'
import type { EmbeddingModel } from '../../models/index.ts'
import type { UsageMeter } from '../../usage/index.ts'
import type { Analysis } from '../analysis.ts'
import type { DocumentStore } from '../document-store.ts'
import type { Extractor } from '../extract/extractor.ts'
import type { Emit, Progress } from '../progress.ts'

/** The parts that ingestion works with, the same for every document. */
export interface IngestionParts {
  readonly database: Database
  readonly store: DocumentStore
  /** The PDFs of a tenant. */
  readonly blobs: (tenantId: string) => BlobStore
  readonly extractor: Extractor
  readonly analysis: Analysis
  /** The workspace's embedding model; null searches by keyword alone. */
  readonly embeddingModel: (actor: Actor) => Promise<EmbeddingModel | null>
  readonly usage: UsageMeter
  readonly progress: Progress
}

/** One document on its way; a password lives in memory only. */
export interface Ingestion extends Omit<IngestionParts, 'progress'> {
  readonly progress: { readonly emit: Emit }
  readonly actor: Actor
  readonly password: string | undefined
  readonly signal: AbortSignal
  /** Whether an error that may pass fails the document, or leaves it to the next attempt. */
  readonly isLastAttempt: boolean
  /** Whether this is the only process on the workspace: it says at once what went wrong, and its user is there to try again. */
  readonly isAlone: boolean
}

/**
 * Takes the document from its status to the next and returns it as it then is. What a step finished is committed together with the
 * status that says so; a step that is killed starts again from its last commit.
 */
export type Step = (ingestion: Ingestion, document: Document) => Promise<Document>
