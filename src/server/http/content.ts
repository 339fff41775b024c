/** The bytes of a document, or the part of them that a viewer asks for first (RFC 9110, section 14). */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { AppError, byteRange, idSchema } from '../../contract/index.ts'
import type { Core } from '../../core/core.ts'

const parametersSchema = z.object({ id: idSchema })

export function addContent(app: FastifyInstance, core: Core): void {
  app.get('/files/:id/content', async (request, reply) => {
    const { actor } = request.requireSession()
    const { data } = parametersSchema.safeParse(request.params)
    if (!data) throw new AppError('bad_request', { reason: 'id: not a UUID' })
    const { bytes, name, read } = await core.documents.content(actor, data.id)
    // The content behind an id never changes, but who may see it does.
    reply.headers({
      'accept-ranges': 'bytes',
      'cache-control': 'no-store',
      'content-security-policy': 'sandbox',
    })
    const range = byteRange(request.headers.range, bytes)
    if (range === 'unsatisfiable') return reply.code(416).header('content-range', `bytes */${bytes}`).send()
    reply
      .type('application/pdf')
      .header('content-disposition', `inline; filename*=UTF-8''${encodeURIComponent(name)}`)
    // Not as a range from 0 to the last byte, which an empty file has not.
    if (range === 'whole') return reply.header('content-length', bytes).send(await read())
    const { start, end } = range
    return reply
      .code(206)
      .header('content-range', `bytes ${start}-${end}/${bytes}`)
      .header('content-length', end - start + 1)
      .send(await read(range))
  })
}
