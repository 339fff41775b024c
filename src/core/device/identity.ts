/** Who uses a workspace of this device, and which tenant it is. */
import { hostname, userInfo } from 'node:os'
import type { DeviceStore } from './device-store.ts'
import type { Profile } from './profiles.ts'
import type { DeviceWorkspace } from './workspaces.ts'

/** Whoever uses this device, named as the system names them. */
export const localUser = (device: DeviceStore): Profile =>
  device.ensureProfile(userInfo().username || hostname())

/** In a copy of an organisation's workspace they are who they are there. */
export function identityOf(
  device: DeviceStore,
  { name, tenantId, userId }: DeviceWorkspace,
): { readonly tenant: Profile; readonly user: Profile } {
  const user = userId === null ? localUser(device) : { id: userId, name: '' }
  return { tenant: { id: tenantId, name }, user }
}
