/** A workspace survives the way into a file and back, and a file that was tampered with makes no workspace at all. */
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { create, extract } from 'tar'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { textPdf } from '../../../test/fixtures/pdf.ts'
import { openTestBackend, type TestBackend, type TestClient } from '../test-backend.ts'
import { restoreWorkspaceFile, saveWorkspaceFile } from './index.ts'
import { type Manifest, manifestSchema } from './manifest.ts'

let source: TestBackend
let folder: string
let saved: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docuchat-file-'))
  source = await openTestBackend()
  const { client } = source.connect()
  await add(client, 'a.pdf', 'Net sales were 5,363 million dollars in 2018.')
  await add(client, 'b.pdf', 'Gross margin rose to 41 percent in 2018.')
  await client.settings.set({ language: 'fa', 'chat.allowed': ['stand-in'] })
  for await (const _ of await client.chats.ask({ question: 'What were net sales?', model: 'extractive' })) {
    // To its end.
  }
  saved = join(folder, 'Filings.docuchat')
  await saveWorkspaceFile(source.backend, saved)
})
afterAll(async () => {
  await source.close()
  await rm(folder, { recursive: true, force: true })
})

async function add(client: TestClient, name: string, text: string): Promise<void> {
  const { document } = await client.documents.add({ file: new File([await textPdf([text])], name), name })
  await ready(client, document.id)
}

async function ready(client: TestClient, ...ids: string[]): Promise<void> {
  for await (const _ of await client.documents.events({ ids })) {
    // Until they are ready.
  }
}

it('holds the documents, chats and settings, but no secret and nothing that can be computed again', async () => {
  const unpacked = await unpackedCopy()
  const manifest = manifestSchema.parse(JSON.parse(await readFile(join(unpacked, 'manifest.json'), 'utf8')))
  expect(manifest).toMatchObject({ workspace: { name: 'default' }, settings: { language: 'fa' } })
  expect(await readdir(join(unpacked, 'blobs'))).toHaveLength(2)
  expect((await readdir(unpacked)).sort()).toEqual(['blobs', 'database.json.gz', 'manifest.json'])
  expect((await readdir(folder)).filter((name) => name.endsWith('.new'))).toEqual([])
})

it('comes back on another computer as a workspace of its own, ready to be asked', async () => {
  const target = await openTestBackend()
  try {
    const { client } = target.connect()
    await add(client, 'mine.pdf', 'Mine.')
    expect(await restoreWorkspaceFile(target.backend, saved)).toEqual({ name: 'default (2)' })
    const documents = await client.documents.list()
    expect(documents.map(({ name }) => name).sort()).toEqual(['a.pdf', 'b.pdf'])
    await ready(client, ...documents.map(({ id }) => id))
    expect(await client.search({ query: 'net sales 2018' })).toMatchObject([
      { document: { name: 'a.pdf' } },
      {},
    ])
    const [chat] = await client.chats.list()
    expect((await client.chats.get({ id: chat?.id ?? '' })).messages).toHaveLength(2)
    expect(await client.settings.get()).toMatchObject({ language: 'fa', 'chat.allowed': ['stand-in'] })

    expect(await restoreWorkspaceFile(target.backend, saved)).toEqual({ name: 'default (3)' })
    const [first] = await client.device.workspaces.list()
    await client.device.workspaces.open({ id: first?.id ?? '' })
    expect(await client.documents.list()).toMatchObject([{ name: 'mine.pdf' }])
  } finally {
    await target.close()
  }
})

describe('a file that was tampered with', () => {
  let unpacked: string
  beforeEach(async () => {
    unpacked = await unpackedCopy()
  })

  const cases: Readonly<Record<string, () => Promise<readonly string[]>>> = {
    'has a PDF that is not the one it says': async () => {
      const entries = await inOrder(unpacked)
      await writeFile(join(unpacked, entries[2] ?? ''), await textPdf(['Net sales were nothing.']))
      return entries
    },
    'lacks a PDF': async () => (await inOrder(unpacked)).slice(0, -1),
    'lacks the database': async () => (await inOrder(unpacked)).filter((name) => name !== 'database.json.gz'),
    'has an entry that nothing speaks of': async () => {
      await writeFile(join(unpacked, 'extra.txt'), 'extra')
      return [...(await inOrder(unpacked)), 'extra.txt']
    },
    'has the same entry twice': async () => {
      const entries = await inOrder(unpacked)
      return [...entries, ...entries.slice(-1)]
    },
    'has a link in place of a PDF': async () => {
      const entries = await inOrder(unpacked)
      const place = join(unpacked, entries[2] ?? '')
      await rm(place)
      await symlink(join(source.directory, 'device.db'), place)
      return entries
    },
    'leads out of its folder': async () => {
      await writeFile(join(dirname(unpacked), 'outside.json'), '{}')
      return ['../outside.json', ...(await inOrder(unpacked))]
    },
    'has a database that cannot be read': async () => {
      await writeFile(join(unpacked, 'database.json.gz'), 'not compressed')
      return inOrder(unpacked)
    },
    'names a PDF by a path': async () =>
      withManifest(unpacked, (manifest) => ({
        ...manifest,
        blobs: [{ sha256: '../../../../device', bytes: 1 }],
      })),
    'has a manifest of another format': async () =>
      withManifest(unpacked, (manifest) => ({ ...manifest, format: 2 })),
  }

  it.each(Object.entries(cases))('that %s is refused', async (_, tamper) => {
    const file = join(folder, 'tampered.docuchat')
    const entries = await tamper()
    await create({ cwd: unpacked, gzip: true, file, preservePaths: true, noDirRecurse: true }, [...entries])
    await expectRefused(file)
  })

  it('that is cut off or no archive is refused', async () => {
    const whole = await readFile(saved)
    const cuts = Array.from({ length: 20 }, (_, nth) => whole.subarray(0, (whole.length * nth) / 20))
    for (const bytes of [...cuts, Buffer.from('no archive')]) {
      const file = join(folder, 'broken.docuchat')
      await writeFile(file, bytes)
      await expectRefused(file)
    }
  })
})

async function expectRefused(file: string): Promise<void> {
  const before = source.backend.workspaces.device().workspaces()
  await expect(restoreWorkspaceFile(source.backend, file)).rejects.toMatchObject({
    code: 'workspace_damaged',
  })
  expect(source.backend.workspaces.device().workspaces()).toEqual(before)
  expect(await readdir(join(source.directory, 'workspaces'))).toHaveLength(before.length)
  expect(await readdir(join(source.directory, 'restoring'))).toEqual([])
}

async function unpackedCopy(): Promise<string> {
  const parent = await mkdtemp(join(folder, 'copy-'))
  const unpacked = join(parent, 'in')
  await mkdir(unpacked)
  await extract({ file: saved, cwd: unpacked })
  return unpacked
}

/** Its entries in the order in which they belong. */
async function inOrder(unpacked: string): Promise<string[]> {
  const manifest = manifestSchema.parse(JSON.parse(await readFile(join(unpacked, 'manifest.json'), 'utf8')))
  return ['manifest.json', 'database.json.gz', ...manifest.blobs.map(({ sha256 }) => `blobs/${sha256}.pdf`)]
}

async function withManifest(unpacked: string, change: (manifest: Manifest) => object): Promise<string[]> {
  const entries = await inOrder(unpacked)
  const path = join(unpacked, 'manifest.json')
  await writeFile(
    path,
    JSON.stringify(change(manifestSchema.parse(JSON.parse(await readFile(path, 'utf8'))))),
  )
  return entries
}

it('says the size and hash of each PDF as they are', async () => {
  const unpacked = await unpackedCopy()
  const { blobs } = manifestSchema.parse(JSON.parse(await readFile(join(unpacked, 'manifest.json'), 'utf8')))
  for (const { bytes, sha256 } of blobs) {
    const path = join(unpacked, 'blobs', `${sha256}.pdf`)
    expect((await stat(path)).size).toBe(bytes)
    expect(
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    ).toBe(sha256)
  }
})
