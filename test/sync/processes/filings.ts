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

/** Those of the corpus at full size, where it is here; else small ones, in `folder`. */
export async function filingsFor({
  count,
  folder,
  isFull,
}: {
  readonly count: number
  readonly folder: string
  readonly isFull: boolean
}): Promise<Filing[]> {
  if (!isFull) return makeFilings(folder, count)
  const found = await corpusFilings(count)
  if (found) return found
  console.error(
    `Sync is NOT tried with filings: there are none in ${CORPUS}; small PDFs are made. Set DOCUCHAT_CORPUS.`,
  )
  return makeFilings(folder, count)
}

async function corpusFilings(count: number): Promise<Filing[] | null> {
  const folder = join(CORPUS, 'financebench', 'pdfs')
  const names = await readdir(folder).catch(() => [])
  if (names.length < count) return null
  return names
    .toSorted()
    .slice(0, count)
    .map((name) => ({ name, path: join(folder, name) }))
}

/** Each but the first is of more than one part when it is sent. */
async function makeFilings(folder: string, count: number): Promise<Filing[]> {
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
