/** The two kinds of transaction, on either driver. */
import { DrizzleQueryError } from 'drizzle-orm/errors'
import type { Database, Transaction } from './database.ts'
import { confineToTenant } from './tenant-scope.ts'
import { orUnavailable } from './unavailable.ts'

export function transactionsOn(orm: Transaction): Pick<Database, 'asTenant' | 'asOwner'> {
  return {
    asTenant: (actor, work) =>
      withoutParameters(() =>
        orm.transaction(async (tx) => {
          await confineToTenant(tx, actor)
          return work(tx)
        }),
      ),
    asOwner: (work) => withoutParameters(() => orm.transaction(work)),
  }
}

/**
 * Runs `run`. Drizzle puts a failed query's parameters, what documents and people wrote, into its message; the database's own error says
 * what was wrong without them. Throws `service_unavailable` when it cannot be reached.
 */
export async function withoutParameters<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof DrizzleQueryError)) throw orUnavailable(error)
    throw orUnavailable(error.cause ?? new Error('A query failed.'))
  }
}
