/** Who is signed in, where, and what their role allows; on this computer alone there is nobody, and everything is allowed. */
import { create } from 'zustand'
import {
  AppError,
  type Me,
  type OwnTenant,
  type Role,
  roleSchema,
  type SyncStatus,
} from '../../contract/index.ts'
import { useSync } from '../sync/store.ts'
import { useProblem } from './errors.ts'
import { client, host } from './host.ts'

interface AccountState {
  /** Null on this computer, and until it is known. */
  readonly me: Me | null
  /** The organisations that they are a member of. */
  readonly tenants: readonly OwnTenant[]
  /** Does nothing on this computer. */
  load(): Promise<void>
  rename(name: string): Promise<void>
}

export const useAccount = create<AccountState>()((set) => ({
  me: null,
  tenants: [],
  async load() {
    if (!host.account) return
    const [me, tenants] = await Promise.all([client.me.get(), client.tenants()])
    set({ me, tenants })
  },
  async rename(name) {
    set({ me: await client.me.rename({ name }) })
  },
}))

/** What the user is where they are; undefined where nobody else is, on this computer alone, and until it is known there. */
const roleOf = (me: Me | null, status: SyncStatus | null): Role | undefined =>
  host.account ? me?.tenant.role : status?.role
const roleNow = (): Role | undefined => roleOf(useAccount.getState().me, useSync.getState().status)

/** Whether the user has at least this role where they are. */
export function useHasRole(least: Role): boolean {
  const me = useAccount((account) => account.me)
  const status = useSync((sync) => sync.status)
  return isAtLeast(roleOf(me, status), least)
}
/** The same, for commands. */
export const hasRole = (least: Role): boolean => isAtLeast(roleNow(), least)

/** Says why, and gives true, where the role is too low for what was tried all the same. */
export function isRefused(least: Role): boolean {
  const role = roleNow()
  // Until it is known, the server is asked.
  if (role === undefined || isAtLeast(role, least)) return false
  useProblem.getState().report(new AppError('forbidden', { role, needed: least }))
  return true
}

/** The roles come in their order, the highest first. On a computer, who is alone there may do everything. */
const isAtLeast = (role: Role | undefined, least: Role): boolean =>
  role === undefined
    ? host.account === undefined
    : roleSchema.options.indexOf(role) <= roleSchema.options.indexOf(least)
