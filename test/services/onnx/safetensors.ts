/** Reads weights out of a .safetensors file: https://github.com/huggingface/safetensors#format */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { FLOAT, type Tensor } from './onnx.ts'

const headerSchema = z.record(
  z.string(),
  z.object({
    dtype: z.string().optional(),
    shape: z.array(z.int()).optional(),
    data_offsets: z.tuple([z.int(), z.int()]).optional(),
  }),
)

/** Gives the tensor of a name; throws where the file has none of that name, or not of 32-bit numbers. */
export function readSafetensors(path: string): (name: string) => Tensor {
  const file = readFileSync(path)
  const start = 8 + Number(file.readBigUInt64LE(0))
  const header = headerSchema.parse(JSON.parse(file.toString('utf8', 8, start)))
  return (name) => {
    const { dtype, shape, data_offsets: place } = header[name] ?? {}
    if (dtype !== 'F32' || !shape || !place) throw new Error(`no tensor of 32-bit numbers called ${name}`)
    return { type: FLOAT, shape, data: file.subarray(start + place[0], start + place[1]) }
  }
}
