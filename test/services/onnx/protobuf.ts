/** Writes protocol buffers, as far as ONNX models need them: https://protobuf.dev/programming-guides/encoding */

const VARINT = 0
const BYTES = 2
const FLOAT = 5

/** A field with a whole number that is not negative. */
export const int = (field: number, value: number): Uint8Array[] => [varint(key(field, VARINT)), varint(value)]

export function float(field: number, value: number): Uint8Array[] {
  const bytes = Buffer.alloc(4)
  bytes.writeFloatLE(value)
  return [varint(key(field, FLOAT)), bytes]
}

/** A field with bytes, text, or the fields of another message. */
export function bytes(field: number, value: Uint8Array | string | readonly Uint8Array[]): Uint8Array[] {
  const parts =
    typeof value === 'string' ? [Buffer.from(value)] : value instanceof Uint8Array ? [value] : value
  const length = parts.reduce((sum, part) => sum + part.byteLength, 0)
  return [varint(key(field, BYTES)), varint(length), ...parts]
}

const key = (field: number, type: number) => field * 8 + type

function varint(value: number): Uint8Array {
  const digits: number[] = []
  let rest = value
  while (rest > 127) {
    digits.push((rest % 128) + 128)
    rest = Math.floor(rest / 128)
  }
  return Uint8Array.from([...digits, rest])
}
