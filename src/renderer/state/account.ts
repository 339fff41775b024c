/** Who is signed in, where, and what their role allows; on this computer alone there is nobody, and everything is allowed. */
import { create } from 'zustand'
import { AppError, type Me, type OwnTenant, type Role, roleSchema } from '../../contract/index.ts'
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

/** Whether the user has at least this role where they are. */
export const useHasRole = (least: Role): boolean => useAccount(({ me }) => isAtLeast(me, least))
/** The same, for commands. */
export const hasRole = (least: Role): boolean => isAtLeast(useAccount.getState().me, least)

/** Says why, and gives true, where the role is too low for what was tried all the same. */
export function isRefused(least: Role): boolean {
  const { me } = useAccount.getState()
  if (hasRole(least)) return false
  useProblem.getState().report(new AppError('forbidden', { role: me?.tenant.role ?? '', needed: least }))
  return true
}

/** The roles come in their order, the highest first. */
const isAtLeast = (me: Me | null, least: Role) =>
  host.account === undefined ||
  (me !== null && roleSchema.options.indexOf(me.tenant.role) <= roleSchema.options.indexOf(least))
