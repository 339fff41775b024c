/** Answers of a server over HTTP, as the client gives them over its connection. */
import { ORPCError } from '@orpc/client'
import { z } from 'zod'
import { errorInfoSchema } from '../../contract/index.ts'

/** The hosted server sends errors as problems (RFC 9457), whose sentence is their `detail`. */
const refusalSchema = z
  .looseObject({ detail: z.string().optional(), message: z.string().optional() })
  .transform(({ detail = '', message = detail, ...rest }) => ({ ...rest, message }))
  .pipe(errorInfoSchema)

/** Its JSON; errors are thrown as those of the client are. */
export async function answerOf(response: Response): Promise<unknown> {
  const answer: unknown = await response.json().catch(() => undefined)
  if (response.ok) return answer
  const info = refusalSchema.safeParse(answer).data
  throw new ORPCError(info?.code ?? 'internal', {
    status: response.status,
    message: info?.message,
    data: info,
  })
}
