export { allowedModels } from './allowed-models.ts'
export { ensureTenant, type LocalTenant } from './ensure-tenant.ts'
