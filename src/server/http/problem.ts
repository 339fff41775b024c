/** Errors as RFC 9457 problems: a stable code, a sentence in the reader's language, and nothing of the inside. */
import { ORPCError } from '@orpc/server'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import {
  AppError,
  type ErrorCode,
  errorCodeSchema,
  errorInfoSchema,
  errorTable,
  type Language,
  messageOf,
} from '../../contract/index.ts'

export const PROBLEM_TYPE = 'application/problem+json'

export const problemSchema = z.object({
  type: z.string().describe('`urn:docuchat:error:` and the code'),
  title: z.string(),
  status: z.int(),
  detail: z.string().describe('What to do about it, in English or Persian as `Accept-Language` asks'),
  code: errorCodeSchema,
  details: z.record(z.string(), z.union([z.string(), z.number()])),
  requestId: z.string(),
})
export type Problem = z.infer<typeof problemSchema>

/** What a response may say of `error`; anything that is not ours becomes `internal` under the request's id. */
export function problemOf(error: unknown, request: Pick<FastifyRequest, 'id' | 'headers'>): Problem {
  const { code, details } = describe(error, request.id)
  const language = languageOf(request.headers['accept-language'])
  return {
    type: `urn:docuchat:error:${code}`,
    title: titleOf(code),
    status: errorTable[code].status,
    detail: messageOf(code, details, language),
    ...{ code, details, requestId: request.id },
  }
}

export function sendProblem(reply: FastifyReply, problem: Problem): void {
  const seconds = problem.details.seconds
  if (typeof seconds === 'number') reply.header('retry-after', Math.ceil(seconds))
  else if (problem.status === 503) reply.header('retry-after', 1)
  reply.code(problem.status).type(PROBLEM_TYPE).send(problem)
}

function describe(error: unknown, reference: string): Pick<AppError, 'code' | 'details'> {
  if (error instanceof AppError) return error
  const carried = error instanceof ORPCError ? errorInfoSchema.safeParse(error.data).data : undefined
  if (carried && carried.code !== 'internal') return carried
  return fastifyCode(error) ?? { code: 'internal', details: { reference } }
}

const fastifyErrorSchema = z.object({ code: z.string().optional(), statusCode: z.int().min(400).max(499) })

/** What Fastify, its plugins or oRPC refuse of a request before any of our code sees it. */
function fastifyCode(error: unknown): Pick<AppError, 'code' | 'details'> | undefined {
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST')
    return { code: 'bad_request', details: { reason: error.message } }
  const { data } = fastifyErrorSchema.safeParse(error)
  if (!data || !(error instanceof Error)) return undefined
  if (data.statusCode === 413) return { code: 'request_too_large', details: {} }
  if (data.statusCode === 415) return { code: 'unsupported_media_type', details: {} }
  return { code: 'bad_request', details: { reason: error.message } }
}

const titleOf = (code: ErrorCode): string => {
  const words = code.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The first of the two languages that the header names, without weighing them. */
export function languageOf(header: string | undefined): Language {
  const tags = (header ?? '').toLowerCase().split(',')
  return tags
    .find((tag) => /^\s*(?:en|fa)\b/.test(tag))
    ?.trim()
    .startsWith('fa')
    ? 'fa'
    : 'en'
}
