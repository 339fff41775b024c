/** The roles module: what each role may do, in one place. */
export { asRole, requireCurrentRole } from './current-role.ts'
export { withRoles } from './permissions.ts'
export { hasRole, requireManages, requireRole } from './roles.ts'
