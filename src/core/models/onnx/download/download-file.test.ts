/** A file arrives whole or not at all, however often the network fails on the way. */
import { access, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { type FileServer, startFileServer } from '../../../../../test/stand-ins/file-server.ts'
import { downloadFile, type FileDownload } from './download-file.ts'

let server: FileServer
let directory: string
beforeAll(async () => {
  server = await startFileServer()
})
afterAll(() => server.close())
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'docuchat-download-'))
  server.requests.length = 0
  Object.assign(server, { cuts: [], statuses: [], declares: undefined })
})
afterEach(() => rm(directory, { recursive: true, force: true }))

const bytesOf = (length: number, seed = 1) =>
  Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8) * seed) % 251)
const target = () => join(directory, 'model.onnx')
const here = async () => new Uint8Array(await readFile(target()))

/** Downloads `m` and says what progress was told. */
async function get(more: Partial<FileDownload> = {}): Promise<number[]> {
  const told: number[] = []
  await downloadFile({
    url: `${server.url}/m`,
    target: target(),
    signal: AbortSignal.timeout(20_000),
    onProgress: (bytes) => told.push(bytes),
    pauseMs: () => 0,
    ...more,
  })
  return told
}

it('gives the same bytes however often it is cut off, and its progress never goes back', async () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 300_000 }), { maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 400_000 }), cuts, async (length, places) => {
      server.files.set('m', bytesOf(length))
      server.cuts = [...places]
      const told = await get()
      expect(Buffer.compare(await here(), bytesOf(length))).toBe(0)
      expect(told).toEqual([...told].sort((a, b) => a - b))
      expect(told.at(-1)).toBe(length)
      expect(await readdir(directory)).toEqual(['model.onnx'])
      server.cuts = []
      await rm(target())
    }),
    { numRuns: 40 },
  )
})

it('asks only for what it lacks', async () => {
  server.files.set('m', bytesOf(200_000))
  server.cuts = [150_000]
  await get()
  const ranges = server.requests.map(({ range }) => range).filter((range) => range !== undefined)
  expect(ranges.length).toBeGreaterThan(0)
  for (const range of ranges) expect(range).toMatch(/^bytes=[1-9]\d*-$/)
})

it('goes on in another process where one was cancelled', async () => {
  server.files.set('m', bytesOf(2_000_000))
  const cancelled = new AbortController()
  const stopping = get({
    signal: cancelled.signal,
    onProgress: (bytes) => bytes > 500_000 && cancelled.abort(),
  })
  await expect(stopping).rejects.toMatchObject({ code: 'cancelled' })
  const part = await readFile(`${target()}.part`)
  expect(part.byteLength).toBeGreaterThan(500_000)
  expect(await get()).toContain(part.byteLength)
  expect(Buffer.compare(await here(), bytesOf(2_000_000))).toBe(0)
})

it('starts again when the file at its source is another one', async () => {
  server.files.set('m', bytesOf(300_000, 1))
  server.cuts = [100_000, 0, 0, 0, 0]
  await expect(get()).rejects.toMatchObject({ code: 'download_unreachable' })
  server.cuts = []
  server.files.set('m', bytesOf(250_000, 7))
  await get()
  expect(Buffer.compare(await here(), bytesOf(250_000, 7))).toBe(0)
})

it('does not fetch again what was whole when its process was killed', async () => {
  server.files.set('m', bytesOf(100_000))
  await get()
  await rename(target(), `${target()}.part`)
  const { headers } = await fetch(`${server.url}/storage/m`)
  await writeFile(`${target()}.part.etag`, headers.get('etag') ?? '')
  expect(await get()).toEqual([])
  expect(Buffer.compare(await here(), bytesOf(100_000))).toBe(0)
})

it.each([
  ['the catalogue', { sha256: '0'.repeat(64) }, undefined],
  ['the server', {}, '0'.repeat(64)],
])('keeps nothing whose checksum is not that of %s', async (_, more, declared) => {
  server.files.set('m', bytesOf(1_000))
  server.declares = declared
  await expect(get(more)).rejects.toMatchObject({ code: 'download_corrupt' })
  expect(await readdir(directory)).toEqual([])
})

it('tries again what may pass, and says what does not', async () => {
  server.files.set('m', bytesOf(1_000))
  server.statuses = [503, 429, 500]
  await get()
  expect(server.requests.length).toBeGreaterThan(4)
  server.statuses = Array<number>(20).fill(503)
  await rm(target())
  await expect(get()).rejects.toMatchObject({ code: 'download_refused', details: { status: 503 } })
  server.statuses = []
  const missing = get({ url: `${server.url}/missing` })
  await expect(missing).rejects.toMatchObject({ code: 'download_refused', details: { status: 404 } })
})

it('names the host that cannot be reached', async () => {
  const closed = await startFileServer()
  await closed.close()
  await expect(get({ url: `${closed.url}/m` })).rejects.toMatchObject({
    code: 'download_unreachable',
    details: { host: new URL(closed.url).host },
  })
})

it('takes nothing over a connection that anyone could change', async () => {
  await expect(get({ url: 'http://models.example.org/m' })).rejects.toMatchObject({ code: 'bad_request' })
  await expect(access(target())).rejects.toThrow()
})
