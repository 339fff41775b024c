/** A search's scope as a condition on documents: named ones, a folder with all below it, a span of dates. */
import { and, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import type { Scope } from '../../contract/index.ts'
import { documents } from '../database/index.ts'

/** The condition that a row of `documents` is in scope; the caller joins that table. */
export function inScope(tenantId: string, { documentIds, folderId, from, to }: Scope): SQL | undefined {
  return and(
    eq(documents.tenantId, tenantId),
    // What is in the bin answers nothing.
    isNull(documents.deletedAt),
    documentIds && documentIds.length > 0 ? inArray(documents.id, documentIds) : undefined,
    folderId === undefined ? undefined : inFolder(tenantId, folderId),
    from === undefined ? undefined : sql`${dateOfDocument} >= ${from}::date`,
    to === undefined ? undefined : sql`${dateOfDocument} <= ${to}::date`,
  )
}

export const isUnlimited = ({ documentIds, folderId, from, to }: Scope): boolean =>
  (documentIds === undefined || documentIds.length === 0) &&
  folderId === undefined &&
  from === undefined &&
  to === undefined

const dateOfDocument = sql`coalesce(${documents.periodEnd}, ${documents.createdAt}::date)`

const inFolder = (tenantId: string, folderId: string): SQL => sql`${documents.folderId} in (
  with recursive below as (
    select id from folders
    where tenant_id = ${tenantId} and id = ${folderId} and deleted_at is null
    union
    select folders.id from folders
    join below on folders.parent_id = below.id
    where folders.tenant_id = ${tenantId} and folders.deleted_at is null
  )
  select id from below
)`
