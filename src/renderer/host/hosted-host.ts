/** The host in a browser whose backend is a hosted server: people sign in, and what they see is their organisation's. */
import type { AddedDocument } from '../../contract/index.ts'
import { atMost, browserHost, UPLOADS } from './browser-host.ts'
import { openConnection } from './connection.ts'
import type { Addable, Host } from './host.ts'
import { openHostedSession } from './hosted-session.ts'
import { openSocket } from './web-socket.ts'

/** Below this the server serves the window. */
export const HOSTED_PATH = '/app/'

const RETRY_MS = 400
/** A server that restarts is back sooner, one that is down is not asked more often by each of its windows. */
const LONGEST_RETRY_MS = 10_000

export function openHostedHost(): Host {
  const session = openHostedSession(() => void connect())
  const connection = openConnection(() => void connect(), leaveIfEnded)
  const uploads = atMost(UPLOADS)

  /** Tries until it is connected; only a sign-in that has ended ends it. */
  async function connect(): Promise<void> {
    for (let wait = RETRY_MS; ; wait = Math.min(2 * wait, LONGEST_RETRY_MS)) {
      const found = await session.enter()
      if (found === 'refused') return connection.fail('signed_out')
      const socket = found === 'entered' ? await openSocket('/app/socket', session.protocols()) : undefined
      if (socket) return connection.attach(socket)
      // Not all windows of a server that comes back at the same moment.
      await new Promise((resolve) => setTimeout(resolve, wait * (0.75 + Math.random() / 2)))
    }
  }

  function leaveIfEnded(error: unknown): void {
    if (session.isEnded(error)) connection.fail('signed_out')
  }

  async function upload(
    file: Addable,
    { folderId, password }: { readonly folderId?: string | null; readonly password?: string },
  ): Promise<AddedDocument> {
    if (!(file instanceof File)) throw new Error('A browser grants no files')
    const form = new FormData()
    form.append('name', file.name)
    if (folderId) form.append('folderId', folderId)
    if (password !== undefined) form.append('password', password)
    // The server reads no field after it.
    form.append('file', file)
    try {
      return (await session.post('/v1/files', form)) as AddedDocument
    } catch (error) {
      leaveIfEnded(error)
      throw error
    }
  }

  void connect()
  return {
    ...browserHost,
    kind: 'hosted',
    account: session.account,
    client: connection.client,
    add: (file, options) => uploads(() => upload(file, options)),
    content: (id) => ({
      url: `/v1/files/${encodeURIComponent(id)}/content`,
      httpHeaders: session.headers(),
    }),
    restart() {
      connection.detach()
      void connect()
    },
    onConnection: connection.onState,
  }
}
