/** Asks now and then whether copies that are not open may still be here: only an open one would hear that its membership ended. */
import { AppError } from '../../contract/index.ts'
import { requireMembership } from '../../core/sync/index.ts'
import type { Secrets } from './secrets.ts'
import type { Workspaces } from './workspaces.ts'

export interface Memberships {
  /** Asks at once, then every hour. */
  start(): void
  /** Ends what is being asked. */
  close(): void
}

const EVERY_MS = 3_600_000

export function createMemberships({
  onError,
  secrets,
  workspaces,
}: {
  readonly workspaces: Pick<Workspaces, 'device' | 'end'>
  readonly secrets: Pick<Secrets, 'signIn'>
  /** Told of a copy that could not be deleted; what a server says, or does not, is told to nobody. */
  readonly onError: (error: unknown) => void
}): Memberships {
  const closing = new AbortController()
  let timer: NodeJS.Timeout | undefined
  let isAsking = false

  async function askAll(): Promise<void> {
    if (isAsking) return
    isAsking = true
    try {
      for (const { current, id, server, tenantId } of workspaces.device().workspaces()) {
        const token = current ? null : secrets.signIn(id)
        if (!server || token === null || closing.signal.aborted) continue
        if (await hasEnded(server.url, { tenantId, token })) await workspaces.end(id)
      }
    } finally {
      isAsking = false
    }
  }

  /** Of all that may go wrong only the server's word counts. */
  async function hasEnded(
    url: string,
    session: { readonly tenantId: string; readonly token: string },
  ): Promise<boolean> {
    try {
      await requireMembership(url, session, closing.signal)
      return false
    } catch (error) {
      return error instanceof AppError && error.code === 'membership_ended'
    }
  }

  const ask = () => void askAll().catch(onError)
  return {
    start() {
      if (closing.signal.aborted) return
      ask()
      timer = setInterval(ask, EVERY_MS)
      timer.unref()
    },
    close() {
      closing.abort()
      clearInterval(timer)
    },
  }
}
