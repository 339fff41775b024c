/** Who may talk to the server of local web mode: whoever had a one-time address from the terminal, for as long as the server runs. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

export interface Sessions {
  /** A token for one new address; those before stay good until they are used. */
  newToken(): string
  /** The secret of a new session; undefined for a token that is unknown or used. */
  exchange(token: string): string | undefined
  isSession(secret: string): boolean
  /** A ticket for one download, which a browser cannot make with a header. */
  newTicket(): string
  useTicket(ticket: string): boolean
}

export function createSessions(now: () => number = Date.now): Sessions {
  const tokens = new Set<string>()
  const sessions = new Set<string>()
  const tickets = new Map<string, number>()
  return {
    newToken: () => remember(tokens),
    exchange(token) {
      const found = find(tokens, token)
      if (found === undefined) return undefined
      tokens.delete(found)
      return remember(sessions)
    },
    isSession: (secret) => find(sessions, secret) !== undefined,
    newTicket() {
      const ticket = secret()
      tickets.set(ticket, now() + TICKET_MS)
      return ticket
    },
    useTicket(ticket) {
      const found = find(tickets.keys(), ticket)
      const until = found === undefined ? undefined : tickets.get(found)
      if (found !== undefined) tickets.delete(found)
      return until !== undefined && now() <= until
    },
  }
}

/** The browser asks for the download at once. */
const TICKET_MS = 30_000

const secret = () => randomBytes(32).toString('base64url')

function remember(secrets: Set<string>): string {
  const made = secret()
  secrets.add(made)
  return made
}

/** The one that equals `given`, in a time that says nothing of how near it came. */
function find(secrets: Iterable<string>, given: string): string | undefined {
  let found: string | undefined
  for (const candidate of secrets) if (timingSafeEqual(digest(candidate), digest(given))) found = candidate
  return found
}

const digest = (text: string) => createHash('sha256').update(text).digest()
