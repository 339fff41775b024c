/** The documents of a workspace. */
import { os, signalOf } from '../base.ts'

export const documents = {
  add: os.documents.add.handler(({ context: { core, actor }, input }) =>
    core.documents.add(actor, input.file, input.name, input.password),
  ),
  list: os.documents.list.handler(({ context: { core, actor } }) => core.documents.list(actor)),
  get: os.documents.get.handler(({ context: { core, actor }, input }) => core.documents.get(actor, input.id)),
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
    yield* core.documents.events(actor, input.ids, signalOf(signal))
  }),
}
