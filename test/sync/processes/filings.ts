/** The PDFs that desktops add: real filings where the corpus is, else small ones made for it. */
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { textPdf } from '../../fixtures/pdf.ts'

export interface Filing {
  readonly path: string
  readonly name: string
}

const CORPUS =
  process.env.DOCUCHAT_CORPUS ?? fileURLToPath(new URL('../../../../shared/corpus', import.meta.url))

/** `count` filings of the corpus; null where it is not here. */
export async function corpusFilings(count: number): Promise<Filing[] | null> {
  const folder = join(CORPUS, 'financebench', 'pdfs')
  const names = await readdir(folder).catch(() => [])
  if (names.length < count) return null
  return names
    .toSorted()
    .slice(0, count)
    .map((name) => ({ name, path: join(folder, name) }))
}

/** Small ones, in `folder`; each but the first is of more than one part when it is sent. */
export async function makeFilings(folder: string, count: number): Promise<Filing[]> {
  const filings: Filing[] = []
  for (let number = 0; number < count; number++) {
    const name = `Station ${number}.pdf`
    const path = join(folder, name)
    const text = `Station ${number} earned ${number + 1} million dollars in fiscal 2025.`
    // A PDF may have a comment behind its end.
    const tail = Buffer.alloc(number === 0 ? 0 : 1_100_000, '%')
    await writeFile(path, Buffer.concat([await textPdf([text, `Its harbour has ${number} lanterns.`]), tail]))
    filings.push({ name, path })
  }
  return filings
}
