/** On the server: how far files have come that clients send. The end, an empty part behind the last, says that the whole is kept. */
import { and, asc, eq, type SQL, sql } from 'drizzle-orm'
import type { Actor } from '../../../contract/index.ts'
import { type Database, documents, type Transaction, uploadParts } from '../../database/index.ts'

type Sender = Pick<Actor, 'tenantId' | 'userId'>

export interface Arrived {
  /** Bytes from the first on, without a gap. */
  readonly received: number
  /** Whether the file was kept; without it, its bytes may be there and not put together yet. */
  readonly isWhole: boolean
}

export async function arrived(tx: Transaction, sender: Sender, sha256: string): Promise<Arrived> {
  const parts = await tx
    .select({ start: uploadParts.start, length: sql<number>`length(${uploadParts.bytes})` })
    .from(uploadParts)
    .where(partsOf(sender, sha256))
    .orderBy(asc(uploadParts.start))
  const end = parts.find(({ length }) => length === 0)
  if (end) return { received: end.start, isWhole: true }
  let received = 0
  for (const { length, start } of parts) if (start === received) received += length
  return { received, isWhole: false }
}

/**
 * Whether the sender may know that the tenant has the file: a document lists it, in the bin or not, as every member may read every document;
 * or they sent the whole of it. A hash alone proves nothing.
 */
export async function mayKnow(tx: Transaction, sender: Sender, sha256: string): Promise<boolean> {
  const lists = and(eq(documents.tenantId, sender.tenantId), eq(documents.sha256, sha256))
  return (await tx.$count(documents, lists)) > 0 || (await arrived(tx, sender, sha256)).isWhole
}

/** Puts the end in the place of the parts: all `total` bytes are kept. */
export async function markWhole(
  tx: Transaction,
  sender: Sender,
  sha256: string,
  total: number,
): Promise<void> {
  const { tenantId, userId } = sender
  await forgetUpload(tx, sender, sha256)
  await tx
    .insert(uploadParts)
    .values({ tenantId, userId, sha256, start: total, bytes: new Uint8Array() })
    .onConflictDoNothing()
}

export async function forgetUpload(tx: Transaction, sender: Sender, sha256: string): Promise<void> {
  await tx.delete(uploadParts).where(partsOf(sender, sha256))
}

/** Forgets each upload of which nothing has come for `days` days, and returns of what files they were. */
export function forgetOldUploads(
  database: Database,
  days: number,
): Promise<readonly { readonly tenantId: string; readonly sha256: string }[]> {
  const { sha256, tenantId, userId } = uploadParts
  const upload = sql`(${tenantId}, ${userId}, ${sha256})`
  // As a whole: what is left of a file without its beginning could never be put together.
  const old = sql`(
    select tenant_id, user_id, sha256
    from upload_parts
    group by tenant_id, user_id, sha256
    having max(created_at) < now() - make_interval(days => ${days}))`
  return database.asOwner(async (tx) => {
    const gone = await tx.delete(uploadParts).where(sql`${upload} in ${old}`).returning({ tenantId, sha256 })
    return [...new Map(gone.map((file) => [`${file.tenantId}/${file.sha256}`, file])).values()]
  })
}

export const partsOf = ({ tenantId, userId }: Sender, sha256: string): SQL | undefined =>
  and(eq(uploadParts.tenantId, tenantId), eq(uploadParts.userId, userId), eq(uploadParts.sha256, sha256))
