/** The file of a static embedding model, as tools/embedding/distil.py writes it: words, and for each a scale and small whole numbers. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'

const MAGIC = 'DCEMBED1'

const headerSchema = z.object({
  format: z.literal(1),
  name: z.string().regex(/^[\w-]+$/),
  dimensions: z.int().min(1).max(1024),
  words: z.int().min(1).max(1_000_000),
  textBytes: z.int().min(1),
})

export interface ModelFile {
  readonly name: string
  readonly dimensions: number
  /** The row of each word. */
  readonly rows: ReadonlyMap<string, number>
  /** One a row: a number of the row times this is a number of the word's vector, its weight in a text included. */
  readonly scales: Float32Array
  /** Row by row. */
  readonly values: Int8Array
}

/** Reads the file at `path`; throws an `Error` when it is cut off or another format's. */
export function readModelFile(path: string | URL): ModelFile {
  const file = readFileSync(path)
  if (file.toString('latin1', 0, MAGIC.length) !== MAGIC) throw new Error('no embedding model')
  const headerBytes = file.readUInt32LE(MAGIC.length)
  const headerStart = MAGIC.length + 4
  const textStart = headerStart + headerBytes
  const header = headerSchema.parse(JSON.parse(file.toString('utf8', headerStart, textStart)))
  const { name, dimensions, textBytes } = header
  const words = file.toString('utf8', textStart, textStart + textBytes).split('\n')
  // Numbers of four bytes begin at a multiple of four.
  const scaleStart = Math.ceil((textStart + textBytes) / 4) * 4
  const valueStart = scaleStart + 4 * header.words
  if (words.length !== header.words || file.length !== valueStart + header.words * dimensions)
    throw new Error('the embedding model is cut off')
  const { buffer, byteOffset } = file
  return {
    ...{ name, dimensions, rows: new Map(words.map((word, row) => [word, row])) },
    scales: new Float32Array(buffer.slice(byteOffset + scaleStart, byteOffset + valueStart)),
    values: new Int8Array(buffer, byteOffset + valueStart, header.words * dimensions),
  }
}
