/** The notes on passages. */
import { os } from '../base.ts'

export const annotations = {
  list: os.annotations.list.handler(({ context: { core, actor }, input }) =>
    core.annotations.list(actor, input.documentId),
  ),
  add: os.annotations.add.handler(({ context: { core, actor }, input }) =>
    core.annotations.add(actor, input),
  ),
  edit: os.annotations.edit.handler(({ context: { core, actor }, input }) =>
    core.annotations.edit(actor, input.id, input.note),
  ),
  remove: os.annotations.remove.handler(({ context: { core, actor }, input }) =>
    core.annotations.remove(actor, input.id),
  ),
}
