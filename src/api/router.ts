/** Implements the contract on the core; every shell mounts this router on its own transport. */
import { createRouterClient, type RouterClient } from '@orpc/server'
import { type ApiContext, os } from './base.ts'
import { chats } from './routes/chats.ts'
import { documents } from './routes/documents.ts'
import { models } from './routes/models.ts'
import { usage, usageSeries } from './routes/usage.ts'

export const router = os.router({
  documents,
  chats,
  models,
  search: os.search.handler(({ context: { core, actor }, input }) => core.search(actor, input)),
  usage,
  usageSeries,
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
