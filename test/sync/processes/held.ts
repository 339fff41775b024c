/** What desktops hold once they have ended, read from their databases themselves. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openPglite } from '../../../src/core/database/index.ts'
import { canonical } from '../canonical.ts'
import { heldRows } from '../held-rows.ts'
import { rowsThatDiffer, serverRows } from './compare.ts'
import type { Deployment } from './deployment.ts'

/** Where it is more than their users may see, or less. Ends the desktops. */
export async function notAsAllowed({ database, places }: Deployment): Promise<string[]> {
  const found: string[] = []
  for (const { desktop, user } of places) {
    const allowed = canonical(await serverRows(database, user))
    await desktop.kill()
    const workspaces = join(desktop.folder, 'workspaces')
    const copies = []
    for (const name of await readdir(workspaces)) {
      const own = await openPglite({
        ...{ directory: join(workspaces, name), command: 'a test' },
        onError(error) {
          throw error
        },
      })
      const rows = await own.asTenant(user, (tx) => heldRows(tx, user.tenantId))
      await own.close()
      if (rows.tenant.length > 0) copies.push(rows)
    }
    const [held] = copies
    if (!held || copies.length > 1) found.push(`${copies.length} copies on a desktop`)
    else found.push(...rowsThatDiffer(allowed, held))
  }
  return found
}
