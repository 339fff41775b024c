/** Pictures of the pages that a report speaks of, as files beside it. */
import { mkdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Document } from '../../contract/index.ts'
import { openBlobFolder } from '../../core/blobs/index.ts'
import { drawPages } from '../../core/documents/index.ts'
import { findDocumentIds } from '../resolve.ts'
import type { Session } from '../session.ts'
import type { Answered } from './run.ts'

export interface Picture {
  /** From the report's place. */
  readonly url: string
  /** Of the page, in points. */
  readonly width: number
  readonly height: number
}

/** Those of a page; undefined where it could not be drawn. */
export type PictureOf = (documentId: string, page: number) => Picture | undefined

/** How many of the pages found a report shows. */
export const SHOWN = 4
const PIXELS_WIDE = 640

/** Draws what the report at `report` shows of `answered`, into a folder called as browsers call it when they save a page. */
export async function drawPictures(
  { directory, signal }: Pick<Session, 'directory' | 'signal'>,
  report: string,
  documents: readonly Document[],
  answered: readonly Answered[],
): Promise<PictureOf> {
  const folder = `${basename(report).replace(/\.html?$/i, '')}_files`
  await mkdir(join(dirname(report), folder), { recursive: true })
  const blobs = openBlobFolder(join(directory, 'blobs'))
  const pictures = new Map<string, Picture>()
  for (const [id, pages] of pagesShown(documents, answered)) {
    signal.throwIfAborted()
    const document = documents.find((candidate) => candidate.id === id)
    if (!document) continue
    const drawn = await drawPages(blobs.pathOf(document.sha256), pages, PIXELS_WIDE)
    for (const [page, { png, width, height }] of drawn) {
      const name = `${id}-${page}.png`
      await writeFile(join(dirname(report), folder, name), png)
      pictures.set(`${id} ${page}`, { url: `${encodeURIComponent(folder)}/${name}`, width, height })
    }
  }
  return (documentId, page) => pictures.get(`${documentId} ${page}`)
}

function pagesShown(
  documents: readonly Document[],
  answered: readonly Answered[],
): Map<string, ReadonlySet<number>> {
  const shown = new Map<string, Set<number>>()
  const show = (id: string, page: number) => {
    const pages = shown.get(id) ?? new Set()
    shown.set(id, pages.add(page))
  }
  for (const { question, found } of answered) {
    for (const id of findDocumentIds(documents, [question.document]))
      for (const page of question.pages.slice(0, SHOWN)) show(id, page)
    for (const { document, page } of found.slice(0, SHOWN)) show(document.id, page)
  }
  return shown
}
