/** The sample report that DocuChat comes with. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

/** Where it lies seen from src/ and from out/. */
const PATH = fileURLToPath(new URL('../../../resources/sample-report.pdf', import.meta.url))
const NAME = 'Sample report.pdf'

export async function sampleReport(): Promise<File> {
  return new File([await readFile(PATH)], NAME, { type: 'application/pdf' })
}
