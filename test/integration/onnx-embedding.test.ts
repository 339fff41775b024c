/** The code that loads models, on a small real one: a folder is imported, its model embeds on a worker thread, and search uses it. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EmbeddingModelInfo, onnxSetting } from '../../src/contract/index.ts'
import { createOnnxModels, type EmbeddingModel, type OnnxModels } from '../../src/core/models/index.ts'
import { catalogue } from '../../src/core/models/onnx/catalogue.ts'
import { textPdf } from '../fixtures/pdf.ts'
import { smallOnnxModel } from '../services/onnx/index.ts'
import { startFileServer } from '../stand-ins/file-server.ts'
import { addAndSettle, openTestCore } from './workspace.ts'

const folder = await smallOnnxModel()
const signal = AbortSignal.timeout(120_000)

describe.skipIf(folder === undefined)('a model from a folder', () => {
  let directory: string
  let models: OnnxModels
  let imported: EmbeddingModelInfo
  let model: EmbeddingModel
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'docuchat-models-'))
    models = createOnnxModels({ directory })
    imported = await models.import(folder ?? '', signal)
    model = await models.embedding(imported.name)
  })
  afterAll(async () => {
    await models?.close()
    await rm(directory, { recursive: true, force: true })
  })

  const embed = async (texts: readonly string[], kind?: 'query' | 'passage') =>
    (await model.embed(texts, signal, kind)).vectors
  const cosine = (a: Float32Array | undefined, b: Float32Array | undefined) =>
    [...(a ?? [])].reduce((sum, value, n) => sum + value * (b?.[n] ?? 0), 0)

  it('is listed with what was learned of it', async () => {
    expect(imported).toMatchObject({ origin: 'import', dimensions: 384, state: 'installed' })
    expect(imported.name).toMatch(/^all-MiniLM-L6-v2-onnx-[0-9a-f]{8}$/)
    expect((await models.list()).at(-1)).toEqual(imported)
    expect(model.space).toBe(`onnx/${imported.name}@384`)
  })

  it('is the same model when it is imported again', async () => {
    expect(await models.import(folder ?? '', signal)).toEqual(imported)
  })

  it('gives unit vectors that put a paraphrase nearer than another subject', async () => {
    const [text, near, far] = await embed([
      'The company was sued by its former employees.',
      'Litigation brought by ex-staff is pending against the firm.',
      'The weather in the mountains was fine.',
    ])
    for (const vector of [text, near, far]) expect(Math.hypot(...(vector ?? []))).toBeCloseTo(1, 5)
    expect(cosine(text, near)).toBeGreaterThan(cosine(text, far) + 0.3)
  })

  // What sentence-transformers 6.2 computes with the same weights in PyTorch.
  it('gives the vectors of the model’s own library', async () => {
    const [vector] = await embed(['The quick brown fox'])
    const expected = [0.0027726, 0.0332686, -0.0006847, 0.0429968, 0.0361458, -0.0333401]
    for (const [n, value] of expected.entries()) expect(vector?.[n]).toBeCloseTo(value, 4)
  })

  it('gives a text the same vector alone and among longer ones', async () => {
    const texts = ['', 'tax', 'Income tax was paid.', 'Inventories are valued at cost. '.repeat(30)]
    const together = await embed(texts)
    for (const [n, text] of texts.entries()) {
      const [alone] = await embed([text])
      const distance = Math.max(...(alone ?? []).map((value, m) => Math.abs(value - (together[n]?.[m] ?? 9))))
      expect(distance).toBeLessThan(1e-3)
    }
  })

  it('lets a question pass between the batches of a document, and is not ended by one who leaves', async () => {
    const passages = Array<string>(40).fill('The company recognizes revenue when control passes. '.repeat(20))
    const finished: string[] = []
    const leaving = new AbortController()
    const left = model.embed(passages, leaving.signal)
    const document = model.embed(passages, signal).then(() => finished.push('document'))
    await model.embed(['When is revenue recognized?'], signal, 'query')
    finished.push('question')
    leaving.abort()
    await expect(left).rejects.toMatchObject({ code: 'cancelled' })
    await document
    expect(finished).toEqual(['question', 'document'])
  })

  it('finds a passage that shares no word with the question', async () => {
    const test = await openTestCore({ 'embedding.model': onnxSetting(imported.name) }, { onnx: models })
    try {
      const pages = [
        'The weather in the mountains was fine.',
        'Income tax of the year was paid to the authority.',
        'Former employees sued the company. Litigation is pending.',
      ]
      await addAndSettle(test, 'report.pdf', new Uint8Array(await textPdf(pages)))
      const [first] = await test.core.search(test.actor, { query: 'lawsuits' })
      expect(first?.page).toBe(3)
      expect(test.errors).toEqual([])
    } finally {
      await test.close()
    }
  })

  it('is named as damaged once a file has changed, and can be removed', async () => {
    const damaged = createOnnxModels({ directory: join(directory, 'other') })
    try {
      const { name } = await damaged.import(folder ?? '', signal)
      await writeFile(join(directory, 'other', name, 'onnx', 'model.onnx'), 'cut off')
      expect((await damaged.list()).at(-1)).toMatchObject({ name, state: 'damaged' })
      const broken = await damaged.embedding(name)
      await expect(broken.embed(['tax'], signal)).rejects.toMatchObject({ code: 'embedding_model_damaged' })
      await damaged.remove(name)
      await expect(damaged.embedding(name)).rejects.toMatchObject({ code: 'embedding_model_missing' })
    } finally {
      await damaged.close()
    }
  })

  it('says why a model cannot be run, and runs it once it can', async () => {
    const path = join(directory, imported.name, 'onnx', 'model.onnx')
    const whole = await readFile(path)
    const broken = createOnnxModels({ directory })
    try {
      await writeFile(path, Buffer.alloc(whole.byteLength))
      const model = await broken.embedding(imported.name)
      await expect(model.embed(['tax'], signal)).rejects.toMatchObject({ code: 'model_failed' })
      await writeFile(path, whole)
      expect((await model.embed(['tax'], signal)).vectors[0]?.length).toBe(384)
    } finally {
      await broken.close()
    }
  })
})

describe.skipIf(folder === undefined)('a model from the hub', () => {
  const [small] = catalogue.filter(({ name }) => name === 'all-MiniLM-L6-v2')
  const graph = 'onnx/model.onnx'

  it('is downloaded, goes on after a cancelled start, is tried out and then embeds', async () => {
    if (!small) throw new Error('the catalogue has it no more')
    const files = await Promise.all(
      ['config.json', 'tokenizer.json', 'tokenizer_config.json', graph].map(async (path) => ({
        path,
        content: await readFile(join(folder ?? '', path)),
      })),
    )
    const offered = {
      ...small,
      files: files.map(({ path, content }) => ({ path, bytes: content.byteLength })),
    }
    const server = await startFileServer()
    const prefix = `${small.repository}/resolve/${small.revision}`
    for (const { path, content } of files) server.files.set(`${prefix}/${path}`, content)
    const directory = await mkdtemp(join(tmpdir(), 'docuchat-models-'))
    const config = { directory, hubURL: server.url, offered: [offered], pauseMs: () => 0 }
    const models = createOnnxModels(config)
    const total = offered.files.reduce((sum, { bytes }) => sum + bytes, 0)
    const [first] = await models.list()
    expect(first).toMatchObject({ state: 'available', bytes: total, bytesDone: 0 })
    try {
      const cancelled = new AbortController()
      const stopping = (async () => {
        for await (const { bytesDone } of models.download(small.name, cancelled.signal))
          if (bytesDone > total / 4) cancelled.abort()
      })()
      await expect(stopping).rejects.toMatchObject({ code: 'cancelled' })
      await expect.poll(async () => (await models.list())[0]?.state).toBe('partial')
      const [partial] = await models.list()
      expect(partial?.bytesDone).toBeGreaterThan(total / 4)

      server.cuts = [1_000_000]
      const told: number[] = []
      const phases = new Set<string>()
      for await (const { bytesDone, phase } of models.download(small.name, signal)) {
        told.push(bytesDone)
        phases.add(phase)
      }
      expect([...phases]).toEqual(['downloading', 'checking', 'installed'])
      expect(told).toEqual([...told].sort((a, b) => a - b))
      expect((await models.list())[0]).toMatchObject({ state: 'installed', bytes: total })
      const model = await models.embedding(small.name)
      expect((await model.embed(['tax'], signal)).vectors[0]?.length).toBe(384)
    } finally {
      await models.close()
      await server.close()
      await rm(directory, { recursive: true, force: true })
    }
  })
})
