/** Pictures of first pages, drawn when they are wanted and kept for a while. */
import { openPdf } from '../viewer/pdf.ts'

const WIDTH = 176
const KEPT = 100
const pictures = new Map<string, Promise<string>>()

/** An object URL of the document's first page. */
export function firstPage(documentId: string): Promise<string> {
  const known = pictures.get(documentId)
  if (known) return known
  const drawn = draw(documentId)
  pictures.set(documentId, drawn)
  drawn.catch(() => pictures.delete(documentId))
  for (const [id, old] of pictures) {
    if (pictures.size <= KEPT) break
    pictures.delete(id)
    void old.then(URL.revokeObjectURL, () => {})
  }
  return drawn
}

async function draw(documentId: string): Promise<string> {
  const pdf = await openPdf(documentId)
  const page = await pdf.getPage(1)
  const viewport = page.getViewport({ scale: WIDTH / page.getViewport({ scale: 1 }).width })
  const canvas = document.createElement('canvas')
  canvas.width = viewport.width
  canvas.height = viewport.height
  await page.render({ canvas, viewport }).promise
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve))
  if (!blob) throw new Error('the page could not be drawn')
  return URL.createObjectURL(blob)
}
