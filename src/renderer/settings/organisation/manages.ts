/** Whose role someone may change, and to what, as the server decides it (see src/core/roles). */
import { type Role, roleSchema } from '../../../contract/index.ts'

/** The roles that one of role `own` may give to, or take from, one of role `theirs`; none where they may not. */
export function rolesToGive(own: Role, theirs: Role): readonly Role[] {
  if (own === 'owner') return roleSchema.options
  if (own !== 'admin' || theirs === 'owner' || theirs === 'admin') return []
  return ['member', 'viewer']
}
