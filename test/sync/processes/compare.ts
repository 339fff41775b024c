/** Says where desktops differ from their server. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Actor,
  type SyncedRows,
  type SyncStatus,
  syncedEntitySchema,
  syncedRowsSchema,
} from '../../../src/contract/index.ts'
import type { Database } from '../../../src/core/database/index.ts'
import { readChanges } from '../../../src/core/sync/server/read-changes.ts'
import { canonical } from '../canonical.ts'
import type { Deployment } from './deployment.ts'
import type { Desktop } from './desktop.ts'
import type { KeptFile } from './desktop-messages.ts'

/** All that the user may see, as the server's database has it. */
export async function serverRows(database: Database, actor: Actor): Promise<SyncedRows> {
  const all = { cursor: null, limit: 1_000_000, refresh: [] }
  return (await database.asTenant(actor, (tx) => readChanges(tx, actor, all))).rows
}

/** What is not yet, or not at all, as on the server; nothing where all is. */
export async function differencesOf({ blobs, database, places, retry }: Deployment): Promise<string[]> {
  const found: string[] = []
  for (const [index, { desktop, user }] of places.entries()) {
    const files = await serverFiles(blobs, user.tenantId)
    const rows = await serverRows(database, user)
    const there = { rows, files }
    for (const id of outOfTime(rows)) await retry(id)
    found.push(...unread(rows).map((one) => `server: ${one}`))
    found.push(...(await differences(desktop, there)).map((one) => `desktop ${index}: ${one}`))
  }
  return found
}

/** The hash of each PDF of the tenant, by its name's. */
async function serverFiles(blobs: string, tenantId: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(join(blobs, tenantId), { recursive: true, withFileTypes: true })
  const pdfs = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.pdf'))
  return new Map(
    await Promise.all(
      pdfs.map(async ({ name, parentPath }) => {
        const bytes = await readFile(join(parentPath, name))
        return [name.slice(0, -'.pdf'.length), createHash('sha256').update(bytes).digest('hex')] as const
      }),
    ),
  )
}

async function differences(
  desktop: Desktop,
  server: { readonly rows: SyncedRows; readonly files: ReadonlyMap<string, string> },
): Promise<string[]> {
  const { error, rejected, remoteFiles, state, waiting } = (await desktop.call('status')) as SyncStatus
  const isQuiet = state === 'synced' && waiting === 0 && rejected === 0 && remoteFiles === 0
  // It would by itself, after its pause.
  if (!isQuiet) await desktop.call('device.sync.now')
  const quiet = isQuiet ? [] : [JSON.stringify({ state, waiting, rejected, remoteFiles, error })]
  const here = syncedRowsSchema.parse(await desktop.call('rows'))
  for (const id of outOfTime(here)) await desktop.call('documents.retry', { id })
  const kept = new Map(
    ((await desktop.call('files')) as KeptFile[]).map(({ hash, sha256 }) => [sha256, hash]),
  )
  const wrong = here.document
    .filter(({ sha256 }) => kept.get(sha256) !== sha256 || server.files.get(sha256) !== sha256)
    .map(({ name }) => `the file of ${name} differs`)
  return [...quiet, ...unread(here), ...wrong, ...rowsThatDiffer(canonical(server.rows), canonical(here))]
}

/** A machine that is busy with other things may be too slow for a page; people then try again. */
const outOfTime = ({ document }: SyncedRows) =>
  document.filter(({ error }) => error?.code === 'document_timeout').map(({ id }) => id)

const unread = ({ document }: SyncedRows) =>
  document
    .filter(({ status }) => status !== 'ready')
    .map(({ error, name, status }) => `${name} is ${status}: ${JSON.stringify(error)}`)

/** Both in canonical order. */
export function rowsThatDiffer(expected: SyncedRows, present: SyncedRows): string[] {
  return syncedEntitySchema.options.flatMap((entity) => {
    const theirs = new Map(expected[entity].map((row) => [row.id, JSON.stringify(row)]))
    const own = new Map(present[entity].map((row) => [row.id, JSON.stringify(row)]))
    const ids = [...new Set([...theirs.keys(), ...own.keys()])]
    return ids
      .filter((id) => theirs.get(id) !== own.get(id))
      .map((id) => `${entity} is ${theirs.get(id)} on the server, ${own.get(id)} here`)
  })
}
