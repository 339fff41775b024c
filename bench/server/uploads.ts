/** Small documents from the start of their upload until a search finds them. */
import { randomUUID } from 'node:crypto'
import type { AddedDocument, SearchResult } from '../../src/contract/index.ts'
import { textPdf } from '../../test/fixtures/pdf.ts'
import type { Stack } from './stack.ts'

/** Milliseconds for each of `count` two-page PDFs, one after the other. */
export async function upload({ apis, tenants }: Stack, count: number): Promise<number[]> {
  const times: number[] = []
  for (let number = 0; number < count; number++) {
    const tenant = tenants[number % tenants.length]
    const url = `${apis[number % apis.length]?.url}/v1`
    if (!tenant) throw new Error('there is no tenant')
    const headers = { authorization: `Bearer ${tenant.token}`, 'x-tenant-id': tenant.actor.tenantId }
    const json = async (path: string) => (await fetch(url + path, { headers })).json()
    // A word that no other document has.
    const word = `w${randomUUID().slice(0, 8)}`
    const bytes = await textPdf([`The code is ${word}. ${PAGE}`, PAGE])
    const form = new FormData()
    form.append('file', new Blob([Uint8Array.from(bytes)], { type: 'application/pdf' }), `${word}.pdf`)
    const begun = performance.now()
    const response = await fetch(`${url}/files`, { method: 'POST', headers, body: form })
    const { document } = (await response.json()) as AddedDocument
    await (await fetch(`${url}/files/${document.id}/events`, { headers })).text()
    const [found] = (await json(`/search?query=${word}`)) as SearchResult[]
    times.push(performance.now() - begun)
    if (found?.document.id !== document.id) throw new Error('the document was not found by its own word')
  }
  return times
}

const PAGE = 'The harbour has a lantern, and the railway a timber bridge across the river. '.repeat(30)
