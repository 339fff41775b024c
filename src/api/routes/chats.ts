/** Chats, their streamed answers, and what is found and taken out of them. */
import { os, signalOf } from '../base.ts'

export const chats = {
  list: os.chats.list.handler(({ context: { core, actor } }) => core.chats.list(actor)),
  get: os.chats.get.handler(({ context: { core, actor }, input }) => core.chats.get(actor, input.id)),
  rename: os.chats.rename.handler(({ context: { core, actor }, input }) =>
    core.chats.rename(actor, input.id, input.title),
  ),
  setScope: os.chats.setScope.handler(({ context: { core, actor }, input }) =>
    core.chats.setScope(actor, input.id, input.scope),
  ),
  share: os.chats.share.handler(({ context: { core, actor }, input }) =>
    core.chats.share(actor, input.id, input.shared),
  ),
  remove: os.chats.remove.handler(({ context: { core, actor }, input }) =>
    core.chats.remove(actor, input.id),
  ),
  restore: os.chats.restore.handler(({ context: { core, actor }, input }) =>
    core.chats.restore(actor, input.id),
  ),
  search: os.chats.search.handler(({ context: { core, actor }, input }) =>
    core.chats.search(actor, input.query),
  ),
  rate: os.chats.rate.handler(({ context: { core, actor }, input }) =>
    core.chats.rate(actor, input.id, input.rating),
  ),
  suggestions: os.chats.suggestions.handler(({ context: { core, actor }, input }) =>
    core.chats.suggestions(actor, input.scope),
  ),
  markdown: os.chats.markdown.handler(({ context: { core, actor }, input }) =>
    core.chats.markdown(actor, input.id),
  ),
  ask: os.chats.ask.handler(async function* ({ context: { core, actor }, input, signal }) {
    yield* core.chats.ask(actor, input, signalOf(signal))
  }),
  regenerate: os.chats.regenerate.handler(async function* ({ context: { core, actor }, input, signal }) {
    yield* core.chats.regenerate(actor, input, signalOf(signal))
  }),
}
