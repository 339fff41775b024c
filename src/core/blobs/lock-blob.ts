/** Keeps a blob and the rows that name it in step. */
import { lockUntilCommit, type Transaction } from '../database/index.ts'

/** Until the transaction ends, nobody else adds or removes the tenant's blob. */
export async function lockBlob(tx: Transaction, tenantId: string, sha256: string): Promise<void> {
  await lockUntilCommit(tx, `${tenantId}/${sha256}`)
}
