/** What app://docuchat/ answers. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { CONTENT_SECURITY_POLICY } from './content-security-policy.ts'
import { type AppFiles, answer } from './protocol.ts'

// Only registering the protocol needs it.
vi.mock('electron', () => ({ protocol: {} }))

const KNOWN = '01910f3a-8d5e-7c3b-9a4e-0123456789ab'
const GONE = '01910f3a-8d5e-7c3b-9a4e-0123456789ac'
let root: string
let files: AppFiles

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'docuchat-protocol-'))
  await mkdir(join(root, 'renderer'))
  await writeFile(join(root, 'renderer/index.html'), '<p>window</p>')
  await writeFile(join(root, 'secret.txt'), 'secret')
  await writeFile(join(root, 'report.pdf'), 'abcdefghij')
  files = {
    folder: join(root, 'renderer'),
    async documentPath(id) {
      if (id === KNOWN) return join(root, 'report.pdf')
      if (id === GONE) return join(root, 'removed.pdf')
      throw new Error('not found')
    },
  }
})
afterAll(() => rm(root, { recursive: true }))

const get = (path: string, init?: RequestInit) => answer(files, new Request(`app://docuchat${path}`, init))
const content = (id: string) => `/documents/${id}/content`

describe('the window’s files', () => {
  it('come with their type and the security policy', async () => {
    const response = await get('/')
    expect(await response.text()).toBe('<p>window</p>')
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it.each(['/..%2fsecret.txt', '/missing.js', '/renderer'])('are all there is: %s', async (path) => {
    expect((await get(path)).status).toBe(404)
  })

  it('cannot be written', async () => {
    expect((await get('/', { method: 'POST' })).status).toBe(405)
  })

  it('are given to our own host only', async () => {
    expect((await answer(files, new Request('app://elsewhere/'))).status).toBe(404)
  })
})

describe('a document', () => {
  it('comes whole, and says that ranges may be asked for', async () => {
    const response = await get(content(KNOWN))
    expect([response.status, await response.text()]).toEqual([200, 'abcdefghij'])
    expect(response.headers.get('accept-ranges')).toBe('bytes')
    expect(response.headers.get('content-length')).toBe('10')
    expect(response.headers.get('content-type')).toBe('application/pdf')
  })

  it('comes in ranges', async () => {
    const response = await get(content(KNOWN), { headers: { range: 'bytes=2-4' } })
    expect([response.status, await response.text()]).toEqual([206, 'cde'])
    expect(response.headers.get('content-range')).toBe('bytes 2-4/10')
  })

  it('refuses ranges behind its end', async () => {
    const response = await get(content(KNOWN), { headers: { range: 'bytes=10-' } })
    expect([response.status, response.headers.get('content-range')]).toEqual([416, 'bytes */10'])
  })

  it.each([GONE, KNOWN.replace('ab', 'ff'), 'no-id'])('that is not there is not found: %s', async (id) => {
    expect((await get(content(id))).status).toBe(404)
  })
})
