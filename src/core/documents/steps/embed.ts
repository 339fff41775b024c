/** Step 4: vectors of the chunks in the workspace's embedding space, when it has one, committed a batch at a time. */
import { and, asc, eq } from 'drizzle-orm'
import type { Document, DocumentIdentity } from '../../../contract/index.ts'
import { bulkInsert, chunks, embeddings } from '../../database/index.ts'
import type { Ingestion, Step } from './step.ts'

/** Chunks sent and committed at once: 64 of 400 tokens stay well under OpenAI's 300,000 tokens a request. */
const BATCH = 64

export const embed: Step = async (ingestion, document) => {
  const { actor, database, embeddingModel, progress, signal, store, usage } = ingestion
  const model = await embeddingModel(actor)
  if (model) {
    const missing = await chunksWithout(ingestion, document, model.space)
    for (let start = 0; start < missing.length; start += BATCH) {
      signal.throwIfAborted()
      const rows = missing.slice(start, start + BATCH)
      const { vectors, tokens } = await model.embed(
        rows.map((row) => inContext(document.identity, row.headingPath, row.text)),
        signal,
      )
      await database.asTenant(actor, async (tx) => {
        await store.advanceIn(tx, actor, document, {})
        await bulkInsert(
          tx,
          embeddings,
          rows.flatMap((row, index) => {
            const vector = vectors[index]
            return vector
              ? [
                  {
                    tenantId: actor.tenantId,
                    space: model.space,
                    chunkId: row.id,
                    documentId: document.id,
                    ordinal: row.ordinal,
                    vector,
                  },
                ]
              : []
          }),
        )
        await usage.recordIn(tx, actor, {
          kind: 'embedding',
          model: model.space,
          isLocal: model.isLocal,
          promptTokens: tokens,
          completionTokens: 0,
          counted: false,
        })
      })
      progress.emit(actor, document)
    }
  }
  return store.advance(actor, document, { status: 'ready', error: null })
}

/** The document's chunks that have no vector in `space`. */
async function chunksWithout({ actor, database }: Ingestion, document: Document, space: string) {
  const { tenantId } = actor
  // Compared here: joined, the planner, which knows no figures of a new table, would read all vectors there are.
  const [all, done] = await database.asTenant(actor, async (tx) => [
    await tx
      .select({
        ...{ id: chunks.id, ordinal: chunks.ordinal },
        ...{ text: chunks.text, headingPath: chunks.headingPath },
      })
      .from(chunks)
      .where(and(eq(chunks.tenantId, tenantId), eq(chunks.documentId, document.id)))
      .orderBy(asc(chunks.ordinal)),
    await tx
      .select({ id: embeddings.chunkId })
      .from(embeddings)
      .where(
        and(
          eq(embeddings.tenantId, tenantId),
          eq(embeddings.documentId, document.id),
          eq(embeddings.space, space),
        ),
      ),
  ])
  const have = new Set(done.map(({ id }) => id))
  return all.filter(({ id }) => !have.has(id))
}

/** The chunk with what it is part of, so that its vector knows the company and the section that its words leave out. */
function inContext(identity: DocumentIdentity, headingPath: readonly string[], text: string): string {
  const about = [identity.company ?? identity.title, identity.form, identity.fiscalYear].filter(
    (part) => part !== null,
  )
  return [about.join(' '), headingPath.join(' › '), text].filter((part) => part !== '').join('\n')
}
