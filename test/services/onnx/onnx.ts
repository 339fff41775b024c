/** Writes ONNX models: the messages of onnx.proto (ONNX 1.16) with the numbers of their fields. */
import { bytes, float, int } from './protobuf.ts'

/** Operators of ONNX 1.15, the first with Gelu. */
const OPERATORS = 20
const IR_VERSION = 9

export const FLOAT = 1
export const INT64 = 7
/** AttributeProto.AttributeType */
const ATTRIBUTE = { float: 1, int: 2, ints: 7 } as const

type Message = readonly Uint8Array[]
export type Attribute = { readonly float: number } | { readonly int: number } | { readonly ints: number[] }

export interface Tensor {
  readonly type: typeof FLOAT | typeof INT64
  readonly shape: readonly number[]
  /** Little-endian. */
  readonly data: Uint8Array
}

export const int64s = (...values: readonly number[]): Tensor => ({
  type: INT64,
  shape: [values.length],
  data: new Uint8Array(BigInt64Array.from(values, BigInt).buffer),
})

export const scalar = (value: number): Tensor => ({
  type: FLOAT,
  shape: [],
  data: new Uint8Array(Float32Array.of(value).buffer),
})

/** A graph that is written operator by operator. */
export class Graph {
  readonly #fields: Uint8Array[] = []
  #names = 0

  input(name: string, type: number, shape: readonly string[]): string {
    this.#fields.push(...bytes(11, valueInfo(name, type, shape)))
    return name
  }

  output(name: string, type: number, shape: readonly string[]): void {
    this.#fields.push(...bytes(12, valueInfo(name, type, shape)))
  }

  constant({ type, shape, data }: Tensor): string {
    const name = this.#name()
    const tensor = [...shape.flatMap((size) => int(1, size)), ...int(2, type), ...bytes(8, name)]
    this.#fields.push(...bytes(5, [...tensor, ...bytes(9, data)]))
    return name
  }

  /** The name of the operator's output. */
  node(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    output: string = this.#name(),
  ): string {
    this.#fields.push(
      ...bytes(1, [
        ...inputs.flatMap((input) => bytes(1, input)),
        ...bytes(2, output),
        ...bytes(4, operator),
        ...Object.entries(attributes).flatMap(([name, value]) => bytes(5, attribute(name, value))),
      ]),
    )
    return output
  }

  /** The parts of a model file, in order. */
  model(): Message {
    const graph = [...this.#fields, ...bytes(2, 'test model')]
    return [...int(1, IR_VERSION), ...bytes(7, graph), ...bytes(8, int(2, OPERATORS))]
  }

  #name(): string {
    this.#names += 1
    return `t${this.#names}`
  }
}

function attribute(name: string, value: Attribute): Message {
  const named = bytes(1, name)
  if ('float' in value) return [...named, ...float(2, value.float), ...int(20, ATTRIBUTE.float)]
  if ('int' in value) return [...named, ...int(3, value.int), ...int(20, ATTRIBUTE.int)]
  return [...named, ...value.ints.flatMap((part) => int(8, part)), ...int(20, ATTRIBUTE.ints)]
}

function valueInfo(name: string, type: number, shape: readonly string[]): Message {
  const dimensions = shape.flatMap((size) => bytes(1, bytes(2, size)))
  return [...bytes(1, name), ...bytes(2, bytes(1, [...int(1, type), ...bytes(2, dimensions)]))]
}
