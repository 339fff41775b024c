/** Turns a row of the documents table into the contract's document. */
import type { Document } from '../../contract/index.ts'
import type { documents } from '../database/index.ts'

export type DocumentRow = typeof documents.$inferSelect

export function toDocument(row: DocumentRow): Document {
  return {
    id: row.id,
    name: row.name,
    sha256: row.sha256,
    bytes: row.bytes,
    pageCount: row.pageCount,
    pagesWithoutText: row.pagesWithoutText,
    status: row.status,
    pagesDone: row.pagesDone,
    error: row.error,
    folderId: row.folderId,
    tags: row.tags,
    identity: {
      title: row.title,
      company: row.company,
      form: row.form,
      fiscalYear: row.fiscalYear,
      fiscalQuarter: row.fiscalQuarter,
      periodEnd: row.periodEnd,
    },
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}
