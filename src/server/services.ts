/** What the HTTP side needs of the rest of the server; `server.ts` puts it together, tests give parts of it. */
import type { Actor, Tenant } from '../contract/index.ts'
import type { Audit } from '../core/audit/index.ts'
import type { Devices, Session, SignIn, Tokens } from '../core/auth/index.ts'
import type { Core } from '../core/core.ts'
import type { KeyValueStore } from '../core/kv/index.ts'

export type { Session }

export type Counters = Pick<KeyValueStore, 'increment'>

export interface Services {
  readonly core: Core
  readonly tokens: Tokens
  readonly signIn: SignIn
  readonly devices: Devices
  /** By id or slug; throws `not_found`. */
  findTenant(reference: string): Promise<Pick<Tenant, 'id' | 'name'>>
  /** The user as a member of another tenant; throws `not_found` where it is none. */
  actorIn(tenant: string, userId: string): Promise<Actor>
  readonly counters: Counters
  readonly audit: Pick<Audit, 'signedIn' | 'signedOut'>
}
