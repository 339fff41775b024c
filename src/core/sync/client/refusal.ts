/** What a hosted server says when it refuses. */
import { z } from 'zod'
import { AppError, errorInfoSchema } from '../../../contract/index.ts'

/** It sends errors as problems (RFC 9457), whose sentence is their `detail`. */
const problemSchema = z
  .looseObject({ detail: z.string() })
  .transform(({ detail, ...rest }) => ({ ...rest, message: detail }))
  .pipe(errorInfoSchema)

/** Its own error; `server_unreachable` for what is no answer of such a server. */
export function refusalOf(answer: unknown): AppError {
  const { data } = problemSchema.safeParse(answer)
  return data ? new AppError(data.code, data.details) : new AppError('server_unreachable')
}
