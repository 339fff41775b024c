/** Step 4: vectors of the chunks in the workspace's embedding space, when it has one, committed a batch at a time. */
import { and, asc, eq, isNull } from 'drizzle-orm'
import type { DocumentIdentity } from '../../../contract/index.ts'
import { bulkInsert, chunks, embeddings } from '../../database/index.ts'
import type { Step } from './step.ts'

/** Chunks sent and committed at once: 64 of 400 tokens stay well under OpenAI's 300,000 tokens a request. */
const BATCH = 64

export const embed: Step = async (
  { actor, database, embeddingModel, progress, signal, store, usage },
  document,
) => {
  const model = await embeddingModel(actor)
  if (model) {
    for (;;) {
      signal.throwIfAborted()
      const rows = await database.asTenant(actor, (tx) =>
        tx
          .select({ id: chunks.id, text: chunks.text, headingPath: chunks.headingPath })
          .from(chunks)
          .leftJoin(
            embeddings,
            and(
              eq(embeddings.tenantId, chunks.tenantId),
              eq(embeddings.space, model.space),
              eq(embeddings.chunkId, chunks.id),
            ),
          )
          .where(
            and(
              eq(chunks.tenantId, actor.tenantId),
              eq(chunks.documentId, document.id),
              isNull(embeddings.chunkId),
            ),
          )
          .orderBy(asc(chunks.ordinal))
          .limit(BATCH),
      )
      if (rows.length === 0) break
      const { vectors, tokens } = await model.embed(
        rows.map((row) => inContext(document.identity, row.headingPath, row.text)),
        signal,
      )
      await database.asTenant(actor, async (tx) => {
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
                    vector: [...vector],
                  },
                ]
              : []
          }),
        )
        await usage.recordIn(tx, actor, {
          kind: 'embedding',
          model: model.space,
          promptTokens: tokens,
          completionTokens: 0,
          counted: false,
        })
      })
      progress.emit(actor, document)
    }
  }
  return store.set(actor, document.id, { status: 'ready', error: null })
}

/** The chunk with what it is part of, so that its vector knows the company and the section that its words leave out. */
function inContext(identity: DocumentIdentity, headingPath: readonly string[], text: string): string {
  const about = [identity.company ?? identity.title, identity.form, identity.fiscalYear].filter(
    (part) => part !== null,
  )
  return [about.join(' '), headingPath.join(' › '), text].filter((part) => part !== '').join('\n')
}
