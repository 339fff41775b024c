/** Implements the contract on the core; every shell mounts this router on its own transport. */
import { createRouterClient, implement, ORPCError, type RouterClient } from '@orpc/server'
import { z } from 'zod'
import { type Actor, AppError, contract, errorTable, toErrorInfo } from '../contract/index.ts'
import type { Core } from '../core/core.ts'

export interface ApiContext {
  readonly core: Core
  readonly actor: Actor
}

const os = implement(contract)
  .$context<ApiContext>()
  .use(async ({ next }) => {
    try {
      return await next()
    } catch (error) {
      throw toTransportError(error)
    }
  })

export const router = os.router({
  documents: {
    add: os.documents.add.handler(({ context: { core, actor }, input }) =>
      core.documents.add(actor, input.file, input.name, input.password),
    ),
    list: os.documents.list.handler(({ context: { core, actor } }) => core.documents.list(actor)),
    get: os.documents.get.handler(({ context: { core, actor }, input }) =>
      core.documents.get(actor, input.id),
    ),
    remove: os.documents.remove.handler(({ context: { core, actor }, input }) =>
      core.documents.remove(actor, input.id),
    ),
    retry: os.documents.retry.handler(({ context: { core, actor }, input }) =>
      core.documents.retry(actor, input.id, input.password),
    ),
    cancel: os.documents.cancel.handler(({ context: { core, actor }, input }) =>
      core.documents.cancel(actor, input.id),
    ),
    events: os.documents.events.handler(async function* ({ context: { core, actor }, input, signal }) {
      yield* core.documents.events(actor, input.ids, signal ?? new AbortController().signal)
    }),
  },
  search: os.search.handler(({ context: { core, actor }, input }) => core.search(actor, input)),
  chats: {
    list: os.chats.list.handler(({ context: { core, actor } }) => core.chats.list(actor)),
    get: os.chats.get.handler(({ context: { core, actor }, input }) => core.chats.get(actor, input.id)),
    rename: os.chats.rename.handler(({ context: { core, actor }, input }) =>
      core.chats.rename(actor, input.id, input.title),
    ),
    remove: os.chats.remove.handler(({ context: { core, actor }, input }) =>
      core.chats.remove(actor, input.id),
    ),
    ask: os.chats.ask.handler(async function* ({ context: { core, actor }, input, signal }) {
      yield* core.chats.ask(actor, input, signal ?? new AbortController().signal)
    }),
    regenerate: os.chats.regenerate.handler(async function* ({ context: { core, actor }, input, signal }) {
      yield* core.chats.regenerate(actor, input, signal ?? new AbortController().signal)
    }),
  },
  usage: os.usage.handler(({ context: { core, actor } }) => core.usage(actor)),
  settings: {
    get: os.settings.get.handler(({ context: { core } }) => core.settings.get()),
    set: os.settings.set.handler(({ context: { core }, input }) => core.settings.set(input)),
  },
})

export type ApiClient = RouterClient<typeof router>

/** The router as a client in the same process: the same validation, errors and streams as over a wire. */
export function createLocalClient(context: ApiContext): ApiClient {
  return createRouterClient(router, { context })
}

/** What a transport may show of an error: its code, status, sentence and details; anything unknown stays inside. */
function toTransportError(error: unknown): unknown {
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
