/** Filings that an organisation's server has read. */
import { openAsBlob } from 'node:fs'
import { basename } from 'node:path'
import { type AddedDocument, documentSchema } from '../../src/contract/index.ts'
import type { Stack, Tenant } from '../server/stack.ts'

/** Uploads the files and waits until all are ready; gives how many pages they have. */
export async function addFilings(
  { apis }: Stack,
  { actor, token }: Tenant,
  paths: readonly string[],
): Promise<number> {
  const url = `${apis[0]?.url}/v1/files`
  const headers = { authorization: `Bearer ${token}`, 'x-tenant-id': actor.tenantId }
  const ids: string[] = []
  for (const path of paths) {
    const body = new FormData()
    body.append('file', await openAsBlob(path, { type: 'application/pdf' }), basename(path))
    const response = await fetch(url, { method: 'POST', headers, body })
    if (!response.ok) throw new Error(`${basename(path)}: ${response.status} ${await response.text()}`)
    ids.push(((await response.json()) as AddedDocument).document.id)
  }
  let pages = 0
  for (const id of ids) {
    // Ends when the document is settled.
    await (await fetch(`${url}/${id}/events`, { headers })).text()
    const document = documentSchema.parse(await (await fetch(`${url}/${id}`, { headers })).json())
    if (document.status !== 'ready') throw new Error(`${document.name}: ${document.error?.code}`)
    pages += document.pageCount ?? 0
  }
  return pages
}
