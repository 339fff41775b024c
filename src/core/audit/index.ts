/** The audit module: who did what in a tenant. */
export { type Audit, createAudit } from './audit.ts'
export { recordAudit, recordAuditOfEach } from './record.ts'
