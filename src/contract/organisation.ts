/** What a hosted workspace can do beyond a local one, which answers all of it with `not_hosted`. */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { auditPageSchema, auditQuerySchema } from './audit.ts'
import { quotaInputSchema, quotaSchema } from './quotas.ts'
import {
  invitationSchema,
  memberSchema,
  meSchema,
  newInvitationSchema,
  ownTenantSchema,
  renameInputSchema,
  tenantChangeSchema,
  tenantSchema,
} from './tenants.ts'
import { userUsageSchema } from './usage.ts'
import { idSchema, roleSchema } from './values.ts'

const people = ['People']
const administration = ['Administration']

export const organisationContract = {
  me: {
    get: oc.route({ method: 'GET', path: '/me', tags: people, summary: 'Who is signed in' }).output(meSchema),
    rename: oc
      .route({
        ...{ method: 'PATCH', path: '/me', tags: people, summary: 'Change your own name' },
        description: 'The name is yours in every tenant that you are a member of.',
      })
      .input(renameInputSchema)
      .output(meSchema),
  },
  tenants: oc
    .route({ method: 'GET', path: '/tenants', tags: people, summary: 'The tenants that you are a member of' })
    .output(z.array(ownTenantSchema)),
  tenant: {
    get: oc
      .route({
        ...{ method: 'GET', path: '/tenant', tags: administration },
        ...{ summary: 'The tenant’s settings', description: 'For admins.' },
      })
      .output(tenantSchema),
    change: oc
      .route({
        ...{ method: 'PATCH', path: '/tenant', tags: administration },
        ...{ summary: 'Change the tenant’s settings', description: 'For admins. What is not named stays.' },
      })
      .input(tenantChangeSchema)
      .output(tenantSchema),
  },
  members: {
    list: oc
      .route({
        ...{ method: 'GET', path: '/members', tags: people },
        ...{ summary: 'List the members', description: 'For admins.' },
      })
      .output(z.array(memberSchema)),
    changeRole: oc
      .route({
        ...{ method: 'PATCH', path: '/members/{userId}', tags: people, summary: 'Change a member’s role' },
        description:
          'Admins change members and viewers; only owners make, change or remove admins and owners. The last owner stays one (`last_owner`). Ends the member’s sign-ins.',
      })
      .input(z.object({ userId: idSchema, role: roleSchema }))
      .output(memberSchema),
    remove: oc
      .route({
        ...{ method: 'DELETE', path: '/members/{userId}', tags: people, successStatus: 204 },
        summary: 'Remove a member',
        description:
          'By the same rules as a change of role. An allowed domain does not let them in again; an invitation does.',
      })
      .input(z.object({ userId: idSchema }))
      .output(z.void()),
  },
  invitations: {
    list: oc
      .route({
        ...{ method: 'GET', path: '/invitations', tags: people },
        ...{
          summary: 'List the open invitations',
          description: 'For admins; those that expired are left out.',
        },
      })
      .output(z.array(invitationSchema)),
    create: oc
      .route({
        ...{
          method: 'POST',
          path: '/invitations',
          tags: people,
          successStatus: 201,
          summary: 'Invite by e-mail',
        },
        description:
          'For admins. Lets the address sign in for 7 days; inviting it again renews the invitation and takes the new role.',
      })
      .input(newInvitationSchema)
      .output(invitationSchema),
    revoke: oc
      .route({
        ...{ method: 'DELETE', path: '/invitations/{id}', tags: people, successStatus: 204 },
        ...{ summary: 'Revoke an invitation', description: 'For admins.' },
      })
      .input(z.object({ id: idSchema }))
      .output(z.void()),
  },
  quotas: {
    list: oc
      .route({
        ...{ method: 'GET', path: '/quotas', tags: administration },
        ...{ summary: 'List the token limits and how far they are used', description: 'For admins.' },
      })
      .output(z.array(quotaSchema)),
    set: oc
      .route({
        ...{ method: 'PUT', path: '/quotas', tags: administration, summary: 'Set a token limit' },
        description: 'For admins. Takes the place of the limit of the same user (or tenant) and window.',
      })
      .input(quotaInputSchema)
      .output(quotaSchema),
    remove: oc
      .route({
        ...{ method: 'DELETE', path: '/quotas/{id}', tags: administration, successStatus: 204 },
        ...{ summary: 'Remove a token limit', description: 'For admins.' },
      })
      .input(z.object({ id: idSchema }))
      .output(z.void()),
  },
  audit: oc
    .route({
      ...{ method: 'GET', path: '/audit', tags: administration, summary: 'Who did what' },
      description: 'For admins; the newest first, a page at a time.',
    })
    .input(auditQuerySchema)
    .output(auditPageSchema),
  usageByUser: oc
    .route({
      ...{ method: 'GET', path: '/usage/users', tags: administration, summary: 'Tokens spent, user by user' },
      description: 'For admins; who spent most in 7 days first. Users who spent none are left out.',
    })
    .output(z.array(userUsageSchema)),
}
