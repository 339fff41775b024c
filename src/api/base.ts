/** What every route stands on: the contract implemented with a context, and errors turned into what a transport may show. */
import { os as builder, implement, ORPCError } from '@orpc/server'
import { z } from 'zod'
import { type Actor, AppError, contract, errorTable, toErrorInfo } from '../contract/index.ts'
import type { Core } from '../core/core.ts'

export interface ApiContext {
  readonly core: Core
  readonly actor: Actor
}

/** The outermost middleware of every route. */
export const translatingErrors = builder.middleware(async ({ next }) => {
  try {
    return await next()
  } catch (error) {
    throw toTransportError(error)
  }
})

export const os = implement(contract).$context<ApiContext>().use(translatingErrors)

/** The call's signal; one that never fires where the transport has none. */
export const signalOf = (signal: AbortSignal | undefined): AbortSignal =>
  signal ?? new AbortController().signal

/** What a transport may show of an error: its code, status, sentence and details; anything unknown stays inside. */
export function toTransportError(error: unknown): unknown {
  const invalid = error instanceof ORPCError && error.code === 'BAD_REQUEST'
  if (error instanceof ORPCError && !invalid) return error
  const info = toErrorInfo(invalid ? new AppError('bad_request', { reason: reasonOf(error) }) : error)
  return new ORPCError(info.code, {
    status: errorTable[info.code].status,
    message: info.message,
    data: info,
    ...(info.code === 'internal' && { cause: error }),
  })
}

/** Which input was wrong, in zod's words. */
function reasonOf(error: ORPCError<string, unknown>): string {
  const issues = invalidInputSchema.safeParse(error.data).data?.issues ?? []
  return issues.map((issue) => `${issue.path?.join('.') ?? 'input'}: ${issue.message}`).join('; ') || 'input'
}

const invalidInputSchema = z.object({
  issues: z.array(
    z.object({ message: z.string(), path: z.array(z.union([z.string(), z.number()])).optional() }),
  ),
})
