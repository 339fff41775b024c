/** What only a hosted workspace has: its tenant, people, quotas and audit log. */
import { AppError } from '../../contract/index.ts'
import type { Core } from '../../core/core.ts'
import { os } from '../base.ts'

/** @throws {AppError} not_hosted */
function hosted({ organisation }: Core): NonNullable<Core['organisation']> {
  if (!organisation) throw new AppError('not_hosted')
  return organisation
}

export const organisation = {
  me: {
    get: os.me.get.handler(({ context: { core, actor } }) => hosted(core).people.me(actor)),
    rename: os.me.rename.handler(({ context: { core, actor }, input }) =>
      hosted(core).people.rename(actor, input.name),
    ),
  },
  tenants: os.tenants.handler(({ context: { core, actor } }) => hosted(core).tenants.listOwn(actor)),
  tenant: {
    get: os.tenant.get.handler(({ context: { core, actor } }) => hosted(core).tenants.get(actor)),
    change: os.tenant.change.handler(({ context: { core, actor }, input }) =>
      hosted(core).tenants.change(actor, input),
    ),
  },
  members: {
    list: os.members.list.handler(({ context: { core, actor } }) => hosted(core).people.list(actor)),
    changeRole: os.members.changeRole.handler(({ context: { core, actor }, input }) =>
      hosted(core).people.changeRole(actor, input.userId, input.role),
    ),
    remove: os.members.remove.handler(({ context: { core, actor }, input }) =>
      hosted(core).people.remove(actor, input.userId),
    ),
  },
  invitations: {
    list: os.invitations.list.handler(({ context: { core, actor } }) => hosted(core).invitations.list(actor)),
    create: os.invitations.create.handler(({ context: { core, actor }, input }) =>
      hosted(core).invitations.create(actor, input),
    ),
    revoke: os.invitations.revoke.handler(({ context: { core, actor }, input }) =>
      hosted(core).invitations.revoke(actor, input.id),
    ),
  },
  quotas: {
    list: os.quotas.list.handler(({ context: { core, actor } }) => hosted(core).quotas.list(actor)),
    set: os.quotas.set.handler(({ context: { core, actor }, input }) =>
      hosted(core).quotas.set(actor, input),
    ),
    remove: os.quotas.remove.handler(({ context: { core, actor }, input }) =>
      hosted(core).quotas.remove(actor, input.id),
    ),
  },
  audit: os.audit.handler(({ context: { core, actor }, input }) => hosted(core).audit.list(actor, input)),
  usageByUser: os.usageByUser.handler(({ context: { core, actor } }) => hosted(core).usageByUser(actor)),
}
