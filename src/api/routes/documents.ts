/** The documents of a workspace. */
import { os, signalOf } from '../base.ts'

export const documents = {
  add: os.documents.add.handler(({ context: { core, actor }, input }) =>
    core.documents.add(actor, input.file, input.name, input),
  ),
  list: os.documents.list.handler(({ context: { core, actor } }) => core.documents.list(actor)),
  get: os.documents.get.handler(({ context: { core, actor }, input }) => core.documents.get(actor, input.id)),
  rename: os.documents.rename.handler(({ context: { core, actor }, input }) =>
    core.documents.rename(actor, input.id, input.name),
  ),
  move: os.documents.move.handler(({ context: { core, actor }, input }) =>
    core.documents.move(actor, input.ids, input.folderId),
  ),
  tag: os.documents.tag.handler(({ context: { core, actor }, input: { ids, ...change } }) =>
    core.documents.tag(actor, ids, change),
  ),
  remove: os.documents.remove.handler(({ context: { core, actor }, input }) =>
    core.documents.remove(actor, input.ids),
  ),
  restore: os.documents.restore.handler(({ context: { core, actor }, input }) =>
    core.documents.restore(actor, input.ids),
  ),
  bin: os.documents.bin.handler(({ context: { core, actor } }) => core.documents.bin(actor)),
  purge: os.documents.purge.handler(({ context: { core, actor }, input }) =>
    core.documents.purge(actor, input.ids),
  ),
  retry: os.documents.retry.handler(({ context: { core, actor }, input }) =>
    core.documents.retry(actor, input.id, input.password),
  ),
  cancel: os.documents.cancel.handler(({ context: { core, actor }, input }) =>
    core.documents.cancel(actor, input.id),
  ),
  events: os.documents.events.handler(async function* ({ context: { core, actor }, input, signal }) {
    yield* core.documents.events(actor, input.ids, signalOf(signal))
  }),
}
