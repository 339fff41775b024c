/** The embedding models that run on this device, for all of its workspaces: what there is, getting more, and embedding with them. */
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError, type DownloadProgress, type EmbeddingModelInfo } from '../../../contract/index.ts'
import type { EmbeddingModel } from '../embedding-model.ts'
import { bytesOf, type CatalogueModel, catalogue } from './catalogue.ts'
import { bytesHere, downloadModel, HUB_URL, type ModelDownload } from './download/download-model.ts'
import { type Followed, followed } from './followed.ts'
import { importModel } from './import-model.ts'
import { describeFiles, type Manifest } from './manifest.ts'
import { openModelStore, type StoredModel } from './model-store.ts'
import { onnxEmbedding } from './onnx-embedding.ts'
import { createRunner } from './runner.ts'
import { tryModel } from './try-model.ts'

export interface OnnxModels {
  /** Those offered, the recommended first, then the imported ones. */
  list(): Promise<EmbeddingModelInfo[]>
  /**
   * Downloads a model of the catalogue, or follows the download of it that is under way, and goes on where an earlier one stopped. It
   * stops once nobody follows it. Throws `not_found`, `embedding_model_invalid`, `workspace_busy` where another process downloads it,
   * and what a download throws.
   */
  download(name: string, signal: AbortSignal): AsyncGenerator<DownloadProgress>
  /** Takes the model in the folder `path`; see {@link importModel}. */
  import(path: string, signal: AbortSignal): Promise<EmbeddingModelInfo>
  /** With what an unfinished download has left. Throws `not_found`. Whether a workspace uses it is for the caller to know. */
  remove(name: string): Promise<void>
  /** Throws `embedding_model_missing`. */
  embedding(name: string): Promise<EmbeddingModel>
  /** Stops downloads, which can be continued, and lets go of the model that is loaded. */
  close(): Promise<void>
}

export interface OnnxModelsConfig {
  /** Of the models, below the device's data. */
  readonly directory: string
  /** A mirror of Hugging Face; Hugging Face itself without it. */
  readonly hubURL?: string | undefined
  /** What is offered for download: the catalogue unless given. */
  readonly offered?: readonly CatalogueModel[]
  readonly pauseMs?: ModelDownload['pauseMs']
}

/** Steps of less than a thousandth would only keep the follower busy. */
const STEPS = 1_000

export function createOnnxModels({
  directory,
  hubURL = HUB_URL,
  offered = catalogue,
  pauseMs,
}: OnnxModelsConfig): OnnxModels {
  const store = openModelStore(directory)
  const runner = createRunner()
  const downloads = new Map<string, Followed<DownloadProgress>>()

  function offer(name: string): CatalogueModel {
    const model = offered.find((candidate) => candidate.name === name)
    if (!model) throw new AppError('not_found', { kind: 'search model', id: name })
    return model
  }

  /** The files arrive beside the models, and become one when they have embedded something. */
  async function fetchAndInstall(
    model: CatalogueModel,
    report: (progress: DownloadProgress) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const { name, pooling, prefixes, maxTokens } = model
    const folder = store.incoming(name)
    let shown = downloads.get(name)?.latest.bytesDone ?? 0
    const onProgress = (bytesDone: number, bytes: number) => {
      if (bytesDone < bytes && bytesDone - shown < bytes / STEPS) return
      shown = bytesDone
      report({ bytesDone, bytes, phase: 'downloading' })
    }
    await downloadModel({ model, folder, hubURL, signal, onProgress, ...(pauseMs && { pauseMs }) })
    const paths = model.files.map(({ path }) => path)
    const files = await describeFiles(folder, paths)
    const bytes = bytesOf(files)
    report({ bytesDone: bytes, bytes, phase: 'checking' })
    const graph = paths.find((path) => path.endsWith('.onnx')) ?? ''
    const recipe = { model: graph, externalData: false, pooling, prefixes, maxTokens }
    const dimensions = await tryModel(runner, { folder, recipe, name }, signal)
    if (dimensions !== model.dimensions) {
      const reason = `it has ${dimensions} dimensions where ${model.dimensions} were announced`
      throw new AppError('embedding_model_invalid', { name, reason })
    }
    await runner.unload(folder)
    const manifest = { ...{ name, dimensions, files }, ...recipe }
    await store.install(folder, { format: 1, origin: 'catalogue', ...manifest } satisfies Manifest)
    report({ bytesDone: bytes, bytes, phase: 'installed' })
  }

  function start(model: CatalogueModel, bytesDone: number): Followed<DownloadProgress> {
    const { name } = model
    const first = { bytesDone, bytes: bytesOf(model.files), phase: 'downloading' } as const
    const started = followed<DownloadProgress>(first, async (report, signal) => {
      try {
        await alone(store.incoming(name), () => fetchAndInstall(model, report, signal))
      } finally {
        downloads.delete(name)
      }
    })
    downloads.set(name, started)
    return started
  }

  async function describeOffer(
    model: CatalogueModel,
    stored: (StoredModel & { readonly isWhole: boolean }) | undefined,
  ): Promise<EmbeddingModelInfo> {
    const { name, recommended, languages, licence, dimensions, files } = model
    const about = { ...{ name, recommended, languages, licence, dimensions }, origin: 'catalogue' } as const
    const latest = downloads.get(name)?.latest
    if (latest) return { ...about, bytes: latest.bytes, bytesDone: latest.bytesDone, state: 'downloading' }
    if (stored) return { ...about, ...presence(stored) }
    const bytesDone = await bytesHere(model, store.incoming(name))
    return { ...about, bytes: bytesOf(files), bytesDone, state: bytesDone > 0 ? 'partial' : 'available' }
  }

  return {
    async list() {
      const stored = await store.list()
      const offers = offered.map((model) =>
        describeOffer(
          model,
          stored.find(({ manifest }) => manifest.name === model.name),
        ),
      )
      const isOffered = (name: string) => offered.some((model) => model.name === name)
      const others = stored.filter(({ manifest }) => !isOffered(manifest.name))
      return [...(await Promise.all(offers)), ...others.map(describeImport)]
    },
    async *download(name, signal) {
      const model = offer(name)
      const stored = await store.list()
      const here = stored.find(({ manifest, isWhole }) => manifest.name === name && isWhole)
      if (here) {
        const bytes = bytesOf(here.manifest.files)
        yield { bytesDone: bytes, bytes, phase: 'installed' }
        return
      }
      const bytesDone = await bytesHere(model, store.incoming(name))
      yield* (downloads.get(name) ?? start(model, bytesDone)).follow(signal)
    },
    async import(path, signal) {
      const stored = await importModel(path, { store, runner, signal })
      return describeImport({ ...stored, isWhole: true })
    },
    async remove(name) {
      await downloads.get(name)?.cancel()
      const stored = await store.find(name)
      if (stored) await runner.unload(stored.folder)
      if (!(await store.remove(name))) throw new AppError('not_found', { kind: 'search model', id: name })
    },
    async embedding(name) {
      const stored = await store.find(name)
      if (!stored) throw new AppError('embedding_model_missing', { name })
      return onnxEmbedding(stored.folder, stored.manifest, runner)
    },
    async close() {
      await Promise.all([...downloads.values()].map((download) => download.cancel()))
      await runner.close()
    },
  }
}

function describeImport(stored: StoredModel & { readonly isWhole: boolean }): EmbeddingModelInfo {
  const { name, origin, dimensions } = stored.manifest
  const unknown = { recommended: false, languages: null, licence: null }
  return { ...{ name, origin, dimensions }, ...unknown, ...presence(stored) }
}

function presence({ manifest, isWhole }: StoredModel & { readonly isWhole: boolean }) {
  const bytes = bytesOf(manifest.files)
  return { bytes, bytesDone: bytes, state: isWhole ? 'installed' : 'damaged' } as const
}

/** Two processes that download into one folder would write over each other. */
async function alone(folder: string, work: () => Promise<void>): Promise<void> {
  // Only here: the database's module takes a while to load.
  const { acquireLock } = await import('../../database/index.ts')
  await mkdir(dirname(folder), { recursive: true, mode: 0o700 })
  const lock = await acquireLock(`${folder}.lock`, 'a download of this model')
  try {
    await work()
  } finally {
    lock.release()
  }
}
