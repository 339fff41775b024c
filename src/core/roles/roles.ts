/**
 * The roles and their order. Viewers read, search and ask; members also change documents and folders; admins also keep settings, quotas,
 * members and viewers, and read the audit log; owners also make, change and remove admins and owners.
 */
import { type Actor, AppError, type Role, roleSchema } from '../../contract/index.ts'

/** Whether `role` may do what takes `least`. */
export const hasRole = (role: Role, least: Role): boolean => rankOf(role) <= rankOf(least)

/** @throws {AppError} forbidden unless the actor's role, as signed in, is at least `least` */
export function requireRole({ role }: Pick<Actor, 'role'>, least: Role): void {
  if (!hasRole(role, least)) throw new AppError('forbidden', { role, needed: least })
}

/** @throws {AppError} forbidden unless someone of `role` may give the role `other`, and change or remove who has it */
export function requireManages(role: Role, other: Role): void {
  requireRole({ role }, hasRole(other, 'admin') ? 'owner' : 'admin')
}

/** 0 for the one who may most. */
const rankOf = (role: Role): number => roleSchema.options.indexOf(role)
