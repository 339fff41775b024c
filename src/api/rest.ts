/** Implements what REST shapes differently from windows, on the same core; everything else is the router's own. */
import { implement } from '@orpc/server'
import { restContract } from '../contract/index.ts'
import { type ApiContext, signalOf, translatingErrors } from './base.ts'
import { router } from './router.ts'
import { organisation } from './routes/organisation.ts'

const os = implement(restContract).$context<ApiContext>().use(translatingErrors)

const files = {
  list: os.files.list.handler(({ context: { core, actor }, input }) => core.documents.page(actor, input)),
  get: router.documents.get,
  update: os.files.update.handler(async ({ context: { core, actor }, input: { id, name, folderId } }) => {
    if (name !== undefined) await core.documents.rename(actor, id, name)
    if (folderId !== undefined) await core.documents.move(actor, [id], folderId)
    return core.documents.get(actor, id)
  }),
  tag: router.documents.tag,
  remove: os.files.remove.handler(async ({ context: { core, actor }, input: { id } }) => {
    await core.documents.remove(actor, [id])
    return core.documents.get(actor, id)
  }),
  restore: os.files.restore.handler(async ({ context: { core, actor }, input: { id } }) => {
    await core.documents.restore(actor, [id])
    return core.documents.get(actor, id)
  }),
  retry: router.documents.retry,
  cancel: router.documents.cancel,
  events: os.files.events.handler(async function* ({ context: { core, actor }, input: { id }, signal }) {
    await core.documents.get(actor, id)
    yield* core.documents.events(actor, [id], signalOf(signal))
  }),
}

export const restRouter = os.router({
  files,
  bin: { list: router.documents.bin, purge: router.documents.purge },
  folders: router.folders,
  search: os.search.handler(({ context: { core, actor }, input }) => core.search(actor, input)),
  chats: router.chats,
  messages: {
    get: os.messages.get.handler(({ context: { core, actor }, input }) =>
      core.chats.message(actor, input.id),
    ),
  },
  usage: router.usage,
  usageSeries: router.usageSeries,
  models: { list: router.models.list },
  settings: { get: router.settings.get },
  changes: router.changes,
  ...organisation,
  annotations: router.annotations,
  jobs: router.jobs,
})
