/** The tenants module: tenants, their people, and who may sign in. */
export { createAdmissions, type TenantAdmissions } from './admissions.ts'
export { allowedModels } from './allowed-models.ts'
export { ensureTenant, type LocalTenant } from './ensure-tenant.ts'
export { createInvitations, type InvitationNews, type Invitations } from './invitations.ts'
export { createPeople, type People } from './people.ts'
export { createTenants, type Tenants } from './tenants.ts'
