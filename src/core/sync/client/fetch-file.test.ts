/** A file comes whole or not at all, and no byte of it twice, however often it is cut off. */
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { AppError } from '../../../contract/index.ts'
import { openBlobFolder } from '../../blobs/index.ts'
import { type Download, fetchFile } from './fetch-file.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docuchat-fetch-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const signal = new AbortController().signal
const sha256Of = (content: Uint8Array) => createHash('sha256').update(content).digest('hex')

function parts(content: Uint8Array, download: Download, sha256 = sha256Of(content)) {
  const blobs = openBlobFolder(join(folder, 'blobs'))
  const file = { name: 'Report.pdf', sha256, bytes: content.byteLength }
  return { ...file, blobs, download, partial: join(folder, 'partial'), throttle: async () => {} }
}

it('goes on where it was cut off', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 3_000_000 }),
      fc.array(fc.nat(3), { maxLength: 4 }),
      async (bytes, cuts) => {
        const content = randomBytes(bytes)
        let fetched = 0
        for (const cut of [...cuts, Number.POSITIVE_INFINITY]) {
          let left = cut
          const download: Download = async ({ start, end }) => {
            if (left-- <= 0) throw new AppError('server_unreachable')
            fetched += end - start + 1
            return content.subarray(start, end + 1)
          }
          const isWhole = await fetchFile(parts(content, download), signal).then(
            () => true,
            (error: unknown) => {
              if (!(error instanceof AppError && error.code === 'server_unreachable')) throw error
              return false
            },
          )
          if (isWhole) break
        }
        const { blobs, sha256 } = parts(content, async () => content)
        expect(await buffer((await blobs.open(sha256)).stream)).toEqual(content)
        expect(fetched).toBe(bytes)
        expect(await readdir(join(folder, 'partial'))).toEqual([])
      },
    ),
    { numRuns: 10 },
  )
})

it('keeps nothing of what is another file', async () => {
  const content = randomBytes(1_500_000)
  const download: Download = async ({ start, end }) => content.subarray(start, end + 1)
  const wrong = parts(content, download, 'f'.repeat(64))
  await expect(fetchFile(wrong, signal)).rejects.toMatchObject({ code: 'file_damaged' })
  expect(await wrong.blobs.has(sha256Of(content))).toBe(false)
  expect(await readdir(join(folder, 'partial'))).toEqual([])
})
