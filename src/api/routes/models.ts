/** Who can answer, and whether an address and key work. */
import { requireRole } from '../../core/roles/index.ts'
import { os } from '../base.ts'

export const models = {
  list: os.models.list.handler(({ context: { core, actor } }) => core.models.list(actor)),
  test: os.models.test.handler(({ context: { core, actor }, input }) => {
    // It makes whoever runs the core call any address.
    requireRole(actor, 'admin')
    return core.models.test(input)
  }),
}
