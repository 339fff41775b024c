/** Chats and their streamed answers. */
import { os, signalOf } from '../base.ts'

export const chats = {
  list: os.chats.list.handler(({ context: { core, actor } }) => core.chats.list(actor)),
  get: os.chats.get.handler(({ context: { core, actor }, input }) => core.chats.get(actor, input.id)),
  rename: os.chats.rename.handler(({ context: { core, actor }, input }) =>
    core.chats.rename(actor, input.id, input.title),
  ),
  remove: os.chats.remove.handler(({ context: { core, actor }, input }) =>
    core.chats.remove(actor, input.id),
  ),
  ask: os.chats.ask.handler(async function* ({ context: { core, actor }, input, signal }) {
    yield* core.chats.ask(actor, input, signalOf(signal))
  }),
  regenerate: os.chats.regenerate.handler(async function* ({ context: { core, actor }, input, signal }) {
    yield* core.chats.regenerate(actor, input, signalOf(signal))
  }),
}
