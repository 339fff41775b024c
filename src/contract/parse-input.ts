/** Reads what comes from outside, once, at the edge. */
import type { z } from 'zod'
import { AppError } from './errors.ts'

/** The value as the schema gives it. @throws {AppError} bad_request, which names the first thing that is wrong */
export function parseInput<T>(schema: z.ZodType<T>, value: unknown): T {
  const { data, error, success } = schema.safeParse(value)
  if (success) return data
  const { message = 'input', path = [] } = error.issues[0] ?? {}
  throw new AppError('bad_request', { reason: path.length > 0 ? `${path.join('.')}: ${message}` : message })
}
