/** Writes rows as `copy … with (format binary)` reads them. */
import { getTableColumns } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'

/** Cells by the name of their column, as JSON carries them: bytes as `\x` and hexadecimal digits, a vector as the bytes of `vector_send`. */
export type Row = Readonly<Record<string, unknown>>

export interface BinaryRows {
  readonly columns: readonly string[]
  readonly bytes: Uint8Array<ArrayBuffer>
}

// Postgres, COPY, "Binary Format": a signature, flags and the length of an extension; rows, each a count of fields; a count of -1.
const HEADER = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)])
const FIRST_BYTES = 1024 * 1024

/**
 * `rows` of `table`, all of the same columns, with the cells of `common` besides their own. Throws RangeError where a number does not fit
 * its column.
 */
export function binaryRows(table: PgTable, common: Row, rows: readonly Row[]): BinaryRows {
  const types = new Map(
    Object.values(getTableColumns(table)).map((column) => [column.name, column.getSQLType()]),
  )
  const fieldOf = (name: string) => {
    const writeValue = FIELDS[types.get(name) ?? '']
    if (!writeValue) throw new Error(`${name}: no column that is copied`)
    const write: WriteField = (out, value) =>
      value === null || value === undefined ? out.int32(-1) : writeValue(out, value)
    return { name, write }
  }
  const shared = Object.keys(common).map(fieldOf)
  const own = Object.keys(rows[0] ?? {}).map(fieldOf)
  const start = new Writer(64)
  start.int16(shared.length + own.length)
  for (const { name, write } of shared) write(start, common[name])
  const out = new Writer(FIRST_BYTES)
  out.raw(HEADER)
  for (const row of rows) {
    out.raw(start.written())
    for (const { name, write } of own) write(out, row[name])
  }
  out.int16(-1)
  return { columns: [...shared, ...own].map(({ name }) => name), bytes: out.written() }
}

type WriteField = (out: Writer, value: unknown) => void

/** Each as its type's `…_recv` reads it, after its length in bytes. */
const FIELDS: Readonly<Record<string, WriteField>> = {
  uuid: (out, value) => out.field(Buffer.from(String(value).replaceAll('-', ''), 'hex')),
  integer(out, value) {
    out.int32(4)
    out.int32(Number(value))
  },
  real(out, value) {
    out.int32(4)
    out.float32(Number(value))
  },
  text: (out, value) => out.text(String(value)),
  bytea: (out, value) => out.field(hexadecimal(value)),
  vector: (out, value) => out.field(hexadecimal(value)),
  // A version before the text.
  jsonb: (out, value) => out.text(`\x01${JSON.stringify(value)}`),
  'text[]': textArray,
}

/** Dimensions, whether there are nulls, the type of the elements; of each dimension its length and first index; the elements. */
function textArray(out: Writer, value: unknown): void {
  const texts = Array.isArray(value) ? value.map(String) : []
  const array = new Writer(64)
  array.int32(texts.length === 0 ? 0 : 1)
  array.int32(0)
  array.int32(TEXT_OID)
  if (texts.length > 0) {
    array.int32(texts.length)
    array.int32(1)
  }
  for (const text of texts) array.text(text)
  out.field(array.written())
}

const TEXT_OID = 25

const hexadecimal = (value: unknown) => Buffer.from(String(value).slice(2), 'hex')

/** Bytes that grow as they are written, numbers in network order. */
class Writer {
  private bytes: Buffer<ArrayBuffer>
  private length = 0

  constructor(capacity: number) {
    this.bytes = Buffer.from(new ArrayBuffer(capacity))
  }

  int16(value: number): void {
    this.reserve(2)
    this.length = this.bytes.writeInt16BE(value, this.length)
  }

  int32(value: number): void {
    this.reserve(4)
    this.length = this.bytes.writeInt32BE(value, this.length)
  }

  float32(value: number): void {
    this.reserve(4)
    this.length = this.bytes.writeFloatBE(value, this.length)
  }

  raw(value: Uint8Array): void {
    this.reserve(value.length)
    this.bytes.set(value, this.length)
    this.length += value.length
  }

  field(value: Uint8Array): void {
    this.int32(value.length)
    this.raw(value)
  }

  text(value: string): void {
    const bytes = Buffer.byteLength(value)
    this.int32(bytes)
    this.reserve(bytes)
    this.length += this.bytes.write(value, this.length)
  }

  written(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.length)
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.bytes.length) return
    const larger = Buffer.from(new ArrayBuffer(Math.max(this.bytes.length * 2, this.length + bytes)))
    larger.set(this.written())
    this.bytes = larger
  }
}
