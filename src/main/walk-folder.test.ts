/** A folder gives its own PDFs, and nothing that a link in it points to. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { walkFolder } from './walk-folder.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'docuchat-walk-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

const found = async () => (await walkFolder(join(root, 'inside'))).map((path) => relative(root, path))

it('finds PDFs at every depth, whatever the case of their ending', async () => {
  await mkdir(join(root, 'inside/2024/q1'), { recursive: true })
  for (const name of ['a.pdf', '2024/b.PDF', '2024/q1/c.pdf', '2024/notes.txt'])
    await writeFile(join(root, 'inside', name), '')
  expect((await found()).sort()).toEqual(['inside/2024/b.PDF', 'inside/2024/q1/c.pdf', 'inside/a.pdf'])
})

it('follows no link, to a file, to a folder, or to itself', async () => {
  await mkdir(join(root, 'inside'))
  await mkdir(join(root, 'outside'))
  await writeFile(join(root, 'outside/secret.pdf'), '')
  await symlink(join(root, 'outside'), join(root, 'inside/folder'))
  await symlink(join(root, 'outside/secret.pdf'), join(root, 'inside/file.pdf'))
  await symlink(join(root, 'inside'), join(root, 'inside/loop'))
  expect(await found()).toEqual([])
})

it('is empty for what is no folder', async () => {
  expect(await found()).toEqual([])
})
