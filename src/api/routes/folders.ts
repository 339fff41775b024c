/** The folders of a library. */
import { os } from '../base.ts'

export const folders = {
  list: os.folders.list.handler(({ context: { core, actor } }) => core.folders.list(actor)),
  create: os.folders.create.handler(({ context: { core, actor }, input }) =>
    core.folders.create(actor, input),
  ),
  rename: os.folders.rename.handler(({ context: { core, actor }, input }) =>
    core.folders.rename(actor, input.id, input.name),
  ),
  move: os.folders.move.handler(({ context: { core, actor }, input }) =>
    core.folders.move(actor, input.id, input.parentId),
  ),
  remove: os.folders.remove.handler(({ context: { core, actor }, input }) =>
    core.folders.remove(actor, input.id),
  ),
  restore: os.folders.restore.handler(({ context: { core, actor }, input }) =>
    core.folders.restore(actor, input.id),
  ),
}
