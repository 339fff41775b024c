/** Downloads the files of a model one after the other, those that are not here yet. */
import { mkdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { bytesOf, type CatalogueModel } from '../catalogue.ts'
import { requireRoom } from '../disk-space.ts'
import { downloadFile, type FileDownload } from './download-file.ts'
import { partOf } from './part.ts'

/** Where models come from unless `HF_ENDPOINT` names a mirror of it, as Hugging Face's own tools have it. */
export const HUB_URL = 'https://huggingface.co'

export interface ModelDownload extends Pick<FileDownload, 'signal' | 'pauseMs'> {
  readonly model: CatalogueModel
  /** Where the files are put. What an earlier download left there is gone on with. */
  readonly folder: string
  readonly hubURL: string
  /** Never less than before, and in the end all. */
  readonly onProgress: (bytesDone: number, bytes: number) => void
}

/** Throws what downloading a file throws. */
export async function downloadModel({
  model,
  folder,
  hubURL,
  onProgress,
  ...options
}: ModelDownload): Promise<void> {
  const hub = hubURL.replace(/\/+$/, '')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await requireRoom(folder, bytesOf(model.files) - (await bytesHere(model, folder)))
  let most = 0
  let finished = 0
  const report = (bytes: number) => {
    most = Math.max(most, bytes)
    onProgress(most, Math.max(most, bytesOf(model.files)))
  }
  for (const { path, sha256 } of model.files) {
    const target = join(folder, path)
    if ((await sizeOf(target)) === undefined) {
      await mkdir(dirname(target), { recursive: true })
      await downloadFile({
        ...options,
        ...(sha256 !== undefined && { sha256 }),
        url: `${hub}/${model.repository}/resolve/${model.revision}/${path}`,
        target,
        onProgress: (bytes) => report(finished + bytes),
      })
    }
    finished += (await sizeOf(target)) ?? 0
    report(finished)
  }
}

/** What an unfinished download has brought so far. */
export async function bytesHere({ files }: CatalogueModel, folder: string): Promise<number> {
  const sizes = files.map(async ({ path }) => {
    const target = join(folder, path)
    return (await sizeOf(target)) ?? (await partOf(target).size())
  })
  return (await Promise.all(sizes)).reduce((sum, bytes) => sum + bytes, 0)
}

const sizeOf = (path: string): Promise<number | undefined> =>
  stat(path).then(
    ({ size }) => size,
    () => undefined,
  )
