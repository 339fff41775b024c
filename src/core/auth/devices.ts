/** The computers that someone syncs a workspace with: when each was last heard of, and ending its sign-in from another. */
import { and, desc, eq, gt, lt, ne, or, sql } from 'drizzle-orm'
import { type Actor, AppError, type DeviceFacts, type OwnDevice } from '../../contract/index.ts'
import { type Database, devices } from '../database/index.ts'
import type { Session, Tokens } from './tokens.ts'

export interface Devices {
  /** A sync client of the session says what it is. Those whose sign-in ended by itself are forgotten with that. */
  note(session: Session, clientId: string, facts: DeviceFacts): Promise<void>
  /** The user's own, whose sign-ins hold; the last heard of first. */
  list(session: Session): Promise<OwnDevice[]>
  /** Ends the sign-in of one of them. @throws {AppError} not_found, for another user's, too */
  signOut(actor: Actor, id: string): Promise<void>
  /** Ends this sign-in. */
  end(session: Pick<Session, 'actor' | 'tokenId' | 'expiresAt'>): Promise<void>
  /** Ends all sign-ins of a user in a tenant. */
  endAll(tenantId: string, userId: string): Promise<void>
}

/** A laptop asks every five minutes at the latest. To write that it was there at each request would cost more than most requests. */
const SEEN_MS = 4 * 60_000
/** Sign-ins that one process remembers having noted; to forget them costs a statement each. */
const MOST_NOTED = 10_000

export function createDevices({
  database,
  now = Date.now,
  onSignedOut,
  tokens,
}: {
  readonly database: Database
  readonly tokens: Pick<Tokens, 'revoke' | 'revokeAll'>
  /** Told once someone's sign-in was ended from elsewhere, for their connections to be checked. */
  readonly onSignedOut: (actor: Actor) => void
  /** Milliseconds since the epoch. */
  readonly now?: () => number
}): Devices {
  const noted = new Map<string, { readonly at: number; readonly saying: string }>()

  /** Whether it says something else than before, or said it long ago; from now on it does not. */
  function isDue(tokenId: string, saying: string): boolean {
    const before = noted.get(tokenId)
    if (before?.saying === saying && now() - before.at < SEEN_MS) return false
    if (noted.size >= MOST_NOTED) noted.clear()
    noted.set(tokenId, { at: now(), saying })
    return true
  }

  const end: Devices['end'] = async (session) => {
    const { actor, tokenId } = session
    await tokens.revoke(session)
    await database.asTenant(actor, (tx) =>
      tx.delete(devices).where(and(eq(devices.tenantId, actor.tenantId), eq(devices.tokenId, tokenId))),
    )
  }

  return {
    async note({ actor, expiresAt, tokenId }, clientId, facts) {
      if (!isDue(tokenId, JSON.stringify([clientId, facts]))) return
      const { tenantId, userId } = actor
      const values = { ...facts, tokenId, expiresAt, seenAt: sql`now()` }
      await database.asTenant(actor, async (tx) => {
        // One that began anew as another client is the same computer.
        const before = and(eq(devices.tokenId, tokenId), ne(devices.clientId, clientId))
        const ended = lt(devices.expiresAt, new Date(now()))
        await tx.delete(devices).where(and(eq(devices.tenantId, tenantId), or(before, ended)))
        await tx
          .insert(devices)
          .values({ tenantId, clientId, userId, ...values })
          .onConflictDoUpdate({
            target: [devices.tenantId, devices.clientId],
            set: values,
            setWhere: eq(devices.userId, userId),
          })
      })
    },

    async list({ actor, tokenId }) {
      const rows = await database.asTenant(actor, (tx) =>
        tx
          .select()
          .from(devices)
          .where(and(ofUser(actor), gt(devices.expiresAt, new Date(now()))))
          .orderBy(desc(devices.seenAt)),
      )
      return rows.map(({ clientId, keepsFiles, name, seenAt, ...row }) => ({
        ...{ id: clientId, name, keepsFiles, seenAt: seenAt.toISOString() },
        isThis: row.tokenId === tokenId,
      }))
    },

    async signOut(actor, id) {
      const [device] = await database.asTenant(actor, (tx) =>
        tx
          .select()
          .from(devices)
          .where(and(ofUser(actor), eq(devices.clientId, id))),
      )
      if (!device) throw new AppError('not_found', { kind: 'device', id })
      await end({ actor, ...device })
      onSignedOut(actor)
    },

    end,

    async endAll(tenantId, userId) {
      await tokens.revokeAll(tenantId, userId)
      await database.asTenant({ tenantId, userId }, (tx) =>
        tx.delete(devices).where(ofUser({ tenantId, userId })),
      )
    },
  }
}

const ofUser = ({ tenantId, userId }: Pick<Actor, 'tenantId' | 'userId'>) =>
  and(eq(devices.tenantId, tenantId), eq(devices.userId, userId))
