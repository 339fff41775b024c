/** Implements the contract on the core; every shell mounts this router on its own transport. */
import { createRouterClient, type RouterClient } from '@orpc/server'
import { type ApiContext, os, signalOf } from './base.ts'
import { annotations } from './routes/annotations.ts'
import { chats } from './routes/chats.ts'
import { documents } from './routes/documents.ts'
import { folders } from './routes/folders.ts'
import { jobs } from './routes/jobs.ts'
import { models } from './routes/models.ts'
import { organisation } from './routes/organisation.ts'
import { usage, usageSeries } from './routes/usage.ts'

export const router = os.router({
  documents,
  folders,
  changes: os.changes.handler(async function* ({ context: { core, actor }, signal }) {
    yield* core.changes(actor, signalOf(signal))
  }),
  chats,
  models,
  search: os.search.handler(({ context: { core, actor }, input }) => core.search(actor, input)),
  usage,
  usageSeries,
  settings: {
    get: os.settings.get.handler(({ context: { core } }) => core.settings.get()),
    set: os.settings.set.handler(({ context: { core, actor }, input }) => core.settings.set(actor, input)),
  },
  ...organisation,
  annotations,
  jobs,
})

export type ApiClient = RouterClient<typeof router>

/** The router as a client in the same process: the same validation, errors and streams as over a wire. */
export function createLocalClient(context: ApiContext): ApiClient {
  return createRouterClient(router, { context })
}
