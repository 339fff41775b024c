/** The audit module: who did what in a tenant. */
export { type Audit, createAudit } from './audit.ts'
export { recordAudit } from './record.ts'
