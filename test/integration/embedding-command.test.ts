/** The search models of a device on the command line. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { embeddingModelSchema } from '../../src/contract/index.ts'
import { smallOnnxModel } from '../services/onnx/index.ts'
import { docuchat } from './cli.ts'

const folder = await smallOnnxModel()

let data: string
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'docuchat-embedding-'))
})
afterAll(() => rm(data, { recursive: true, force: true }))

const importedSchema = z.object({ model: z.object({ name: z.string(), state: z.string() }) })

it('lists what is on offer, the recommended first', async () => {
  const { code, lines } = await docuchat(data, ['embedding', 'list', '--json'])
  expect(code).toBe(0)
  const [first] = z.object({ models: z.array(embeddingModelSchema) }).parse(lines[0]).models
  expect(first).toMatchObject({ recommended: true, state: 'available', dimensions: 384 })
})

it('refuses a model that is not here, and keeps the setting', async () => {
  const { code, stderr } = await docuchat(data, ['config', 'set', 'embedding.model', 'onnx:nothing'])
  expect(code).toBe(1)
  expect(stderr).toContain('The search model “nothing” is not on this computer.')
  expect((await docuchat(data, ['config', 'get', 'embedding.model'])).stdout).toBe('builtin\n')
})

it('knows only the models on offer', async () => {
  const { code, stderr } = await docuchat(data, ['embedding', 'download', 'nothing'])
  expect([code, stderr]).toEqual([1, 'docuchat: There is no search model “nothing” here.\n'])
})

it.skipIf(folder === undefined)('imports a model, keeps it while it is used, and removes it', async () => {
  const { lines } = await docuchat(data, ['embedding', 'import', folder ?? '', '--json'])
  const { name } = importedSchema.parse(lines[0]).model
  await docuchat(data, ['config', 'set', 'embedding.model', `onnx:${name}`])
  const kept = await docuchat(data, ['embedding', 'remove', name])
  expect(kept.code).toBe(1)
  expect(kept.stderr).toContain('is used by the workspace “default”')
  await docuchat(data, ['config', 'set', 'embedding.model', 'null'])
  expect((await docuchat(data, ['embedding', 'remove', name])).code).toBe(0)
  expect((await docuchat(data, ['embedding', 'list'])).stdout).not.toContain(name)
})
