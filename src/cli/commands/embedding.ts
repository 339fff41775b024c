/** `docuchat embedding`: the search models of this device, which its workspaces share. */
import { resolve } from 'node:path'
import { Presets, SingleBar } from 'cli-progress'
import {
  AppError,
  type DownloadProgress,
  type EmbeddingModelInfo,
  onnxSetting,
} from '../../contract/index.ts'
import { workspaceSearchingWith } from '../../core/device/index.ts'
import type { ModelSession } from '../session.ts'
import { table } from '../terminal.ts'

interface Options {
  readonly json?: boolean
}

export async function listModels({ models, terminal }: ModelSession, { json }: Options): Promise<void> {
  const found = await models.list()
  if (json) return terminal.json({ models: found })
  for (const line of table(found.map(row))) terminal.print(line)
}

export async function downloadModel(
  { models, signal, terminal }: ModelSession,
  name: string,
  { json }: Options,
): Promise<void> {
  const bar = terminal.interactive && !json ? progressBar() : undefined
  try {
    for await (const progress of models.download(name, signal)) {
      if (json) terminal.json({ event: 'progress', ...progress })
      bar?.advance(progress)
    }
  } finally {
    bar?.close()
  }
  terminal.note(howToUse(name))
}

export async function importModel(
  { models, signal, terminal }: ModelSession,
  folder: string,
  { json }: Options,
): Promise<void> {
  const model = await models.import(resolve(folder), signal)
  if (json) terminal.json({ model })
  else terminal.print(model.name)
  terminal.note(howToUse(model.name))
}

export async function removeModel({ device, models, terminal }: ModelSession, name: string): Promise<void> {
  const workspace = workspaceSearchingWith(device, name)
  if (workspace) throw new AppError('embedding_model_in_use', { name, workspace: workspace.name })
  await models.remove(name)
  terminal.note(`Removed ${name}.`)
}

const howToUse = (name: string) =>
  `“docuchat config set embedding.model ${onnxSetting(name)}” makes the workspace search with it.`

function row({
  name,
  bytes,
  bytesDone,
  dimensions,
  languages,
  recommended,
  state,
}: EmbeddingModelInfo): string[] {
  const share = state === 'partial' || state === 'downloading' ? ` ${percent(bytesDone / bytes)}` : ''
  return [
    name,
    `${state}${share}`,
    megabytes(bytes),
    `${dimensions} dimensions`,
    [
      ...(languages === null ? [] : [languages === 1 ? 'English' : `${languages} languages`]),
      ...(recommended ? ['recommended'] : []),
    ].join(', '),
  ]
}

const percent = (share: number) => `${Math.floor(100 * share)} %`
const megabytes = (bytes: number) => `${Math.round(bytes / 1_000_000)} MB`

function progressBar() {
  const bar = new SingleBar(
    {
      format: '{bar} {done}/{all}  {phase}',
      clearOnComplete: true,
      hideCursor: true,
      stream: process.stderr,
    },
    Presets.shades_classic,
  )
  bar.start(1, 0, { done: '', all: '', phase: '' })
  return {
    advance({ bytes, bytesDone, phase }: DownloadProgress) {
      bar.setTotal(bytes)
      bar.update(bytesDone, { done: megabytes(bytesDone), all: megabytes(bytes), phase })
    },
    close: () => bar.stop(),
  }
}
