import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { textPdf } from '../../test/fixtures/pdf.ts'
import { codeOf, openTestBackend, type TestBackend } from './test-backend.ts'

const opened: TestBackend[] = []
async function open(...options: Parameters<typeof openTestBackend>): Promise<TestBackend> {
  const backend = await openTestBackend(...options)
  opened.push(backend)
  return backend
}
afterEach(async () => {
  for (const backend of opened.splice(0).reverse()) await backend.close()
})

it('adds a granted file once, and reads no other', async () => {
  const { backend, connect, directory } = await open()
  const { client } = connect()
  const path = join(directory, 'Report.pdf')
  await writeFile(path, await textPdf(['Revenue was 12 million dollars.']))
  const { token, bytes } = await backend.grants.grant(path)
  expect(bytes).toBeGreaterThan(100)

  const { document } = await client.device.files.add({ grant: token })
  expect(document.name).toBe('Report.pdf')
  expect(await codeOf(client.device.files.add({ grant: token }))).toBe('not_found')
  expect(await codeOf(client.device.files.add({ grant: path }))).toBe('not_found')
  await expect(backend.grants.grant(join(directory, 'device.db'))).rejects.toMatchObject({
    code: 'document_not_pdf',
  })
  expect((await backend.documentFile(document.id)).name).toBe('Report.pdf')
})
