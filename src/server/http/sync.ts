/** What laptops that sync ask for (docs/sync.md). */
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import {
  AppError,
  blobPartSchema,
  idSchema,
  MAX_BLOB_PART_BYTES,
  parseInput,
  sha256Schema,
  syncRequestSchema,
  versionedSchema,
} from '../../contract/index.ts'
import { requireProtocol } from '../../core/sync/index.ts'
import type { Services } from '../services.ts'

/**
 * The largest mutation, 200,000 ids to delete for good, is 8 MB, and alone in its request; others come by 2 MiB. Of the rows that they touch,
 * which come with them, 20 MB name 300,000. The proxy takes 30 MB (deploy/caddy).
 */
const MAX_SYNC_BYTES = 28 * 1024 * 1024

const documentSchema = z.object({ id: idSchema })
const spaceSchema = z.object({ space: z.string().max(300).optional() })
const blobSchema = z.object({ sha256: sha256Schema })

export async function addSync(
  app: FastifyInstance,
  { core: { sync }, devices }: Pick<Services, 'core' | 'devices'>,
): Promise<void> {
  // Within this plugin alone: everywhere else such a body is refused.
  app.addContentTypeParser<Buffer>(
    'application/octet-stream',
    { parseAs: 'buffer' },
    (_request, body, done) => done(null, body),
  )

  app.post('/sync', { bodyLimit: MAX_SYNC_BYTES }, async (request) => {
    const session = request.requireSession()
    requireProtocol(parseInput(versionedSchema, request.body))
    const { device, ...asked } = parseInput(syncRequestSchema, request.body)
    const answer = await sync.answer(session.actor, asked)
    if (device) await devices.note(session, asked.clientId, device)
    return answer
  })

  app.get('/sync/documents/:id/derived', async (request, reply) => {
    const { actor } = request.requireSession()
    const { id } = parseInput(documentSchema, request.params)
    const { space = null } = parseInput(spaceSchema, request.query)
    const lines = sync.derived(actor, id, space)
    // Before anything is sent, so that a refusal has a status of its own.
    const first = await lines.next()
    return reply.type('application/x-ndjson').send(Readable.from(linesFrom(first, lines)))
  })

  app.get('/sync/blobs/:sha256', async (request) => {
    const { actor } = request.requireSession()
    return sync.blobs.state(actor, parseInput(blobSchema, request.params).sha256)
  })

  app.put('/sync/blobs/:sha256', { bodyLimit: MAX_BLOB_PART_BYTES }, async (request) => {
    const { actor } = request.requireSession()
    if (!Buffer.isBuffer(request.body)) throw new AppError('unsupported_media_type')
    const part = { ...parseInput(blobPartSchema, request.query), bytes: request.body }
    return sync.blobs.receive(actor, parseInput(blobSchema, request.params).sha256, part)
  })
}

async function* linesFrom(
  first: IteratorResult<string>,
  rest: AsyncGenerator<string>,
): AsyncGenerator<string> {
  if (!first.done) yield `${first.value}\n`
  for await (const line of rest) yield `${line}\n`
}
