/** Who can answer, and whether an address and key work. */
import { os } from '../base.ts'

export const models = {
  list: os.models.list.handler(({ context: { core, actor } }) => core.models.list(actor)),
  test: os.models.test.handler(({ context: { core }, input }) => core.models.test(input)),
}
