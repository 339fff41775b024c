/** What travels between versions: a change that one side would misread needs another protocol number. */
import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { mutationSchemas } from './mutations.ts'
import {
  blobPartSchema,
  blobStateSchema,
  SYNC_PROTOCOL,
  syncNewsSchema,
  syncRequestSchema,
  syncResponseSchema,
} from './sync.ts'

/** Of the schemas below. When it differs, decide whether an older side can live with the change; if not, SYNC_PROTOCOL becomes larger. */
const WIRE = { protocol: 1, hash: 'd51bbd98940dc19e704fd739ab51d97b04a6b132c199de20ac740055539ba695' }

it('has the shape that its protocol number stands for', () => {
  const shapes = [syncRequestSchema, syncResponseSchema, syncNewsSchema, blobStateSchema, blobPartSchema]
  const described = [...shapes, ...Object.values(mutationSchemas)].map((schema) =>
    z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }),
  )
  const hash = createHash('sha256')
    .update(JSON.stringify([Object.keys(mutationSchemas), described]))
    .digest('hex')
  expect({ protocol: SYNC_PROTOCOL, hash }).toEqual(WIRE)
})
