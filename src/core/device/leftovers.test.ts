/** Half-done work of a killed process goes, everything else stays. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { removeLeftovers } from './leftovers.ts'

const PLACES = ['uploads/*', 'restoring/*', 'workspaces/*/saving-*', 'models/.incoming/import-*']
const DAY_MS = 24 * 3_600_000
let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'docuchat-leftovers-'))
  const folders = [
    ...['restoring/one/blobs', 'workspaces/w/saving-x', 'workspaces/w/blobs', 'uploads'],
    // A download goes on whenever its user wants it to.
    ...['models/.incoming/import-1/onnx', 'models/.incoming/multilingual-e5-small'],
  ]
  for (const folder of folders) await mkdir(join(directory, folder), { recursive: true })
  await writeFile(join(directory, 'uploads/one'), 'half a PDF')
})
afterAll(() => rm(directory, { recursive: true, force: true }))

const entries = async () => (await readdir(directory, { recursive: true })).sort()

it('leaves what may be at work', async () => {
  const before = await entries()
  await removeLeftovers(directory, PLACES)
  expect(await entries()).toEqual(before)
})

it('removes what is a day old, and nothing of the workspace itself', async () => {
  await removeLeftovers(directory, PLACES, Date.now() + 2 * DAY_MS)
  expect(await entries()).toEqual([
    ...['models', 'models/.incoming', 'models/.incoming/multilingual-e5-small'],
    'restoring',
    'uploads',
    'workspaces',
    'workspaces/w',
    'workspaces/w/blobs',
  ])
})

it('is content where there is nothing yet', async () => {
  await removeLeftovers(join(directory, 'nowhere'), PLACES)
})
