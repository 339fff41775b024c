/** On a client: hears from the server that there is something to pull. Losing it costs time, and nothing else. */
import { syncNewsSchema } from '../../../contract/index.ts'
import { backoffMs } from './backoff.ts'

export interface Live {
  /** Connects unless it is connected, or broke off too short a time ago. */
  ensure(): void
  readonly isOpen: boolean
  close(): void
}

export interface LiveConfig {
  readonly url: string
  readonly tenantId: string
  readonly token: () => string | null
  /** There is something to pull; said once when it is connected, too. */
  readonly onNews: () => void
  /** It broke off, and may be tried again. */
  readonly onClosed: () => void
}

const PING_MS = 25_000
/** A laptop that slept, or changed its network, is told nothing by the dead connection. */
const SILENCE_MS = 60_000

export function createLive({ onClosed, onNews, tenantId, token, url }: LiveConfig): Live {
  let socket: WebSocket | undefined
  let failures = 0
  let notBefore = 0
  let retry: NodeJS.Timeout | undefined
  let isClosed = false

  function connect(): void {
    const bearer = token()
    if (bearer === null) return
    const address = new URL('/ws/sync', url)
    address.protocol = address.protocol.replace('http', 'ws')
    address.searchParams.set('tenant', tenantId)
    const opening = new WebSocket(address, ['docuchat', 'bearer', bearer])
    let heardAt = performance.now()
    const beat = setInterval(() => {
      if (performance.now() - heardAt > SILENCE_MS) abandon()
      else if (opening.readyState === WebSocket.OPEN) opening.send('{"type":"ping"}')
    }, PING_MS).unref()
    socket = opening
    opening.onmessage = ({ data }) => {
      heardAt = performance.now()
      failures = 0
      if (isPull(data)) onNews()
    }
    function broken(): void {
      clearInterval(beat)
      if (socket !== opening) return
      socket = undefined
      if (isClosed) return
      const wait = backoffMs(++failures)
      notBefore = performance.now() + wait
      retry = setTimeout(onClosed, wait).unref()
    }
    /** Nobody is there to answer that it closes. */
    function abandon(): void {
      broken()
      opening.close()
    }
    opening.onclose = broken
    // `close` follows.
    opening.onerror = () => {}
  }

  return {
    ensure() {
      if (!isClosed && !socket && performance.now() >= notBefore) connect()
    },
    get isOpen() {
      return socket?.readyState === WebSocket.OPEN
    },
    close() {
      isClosed = true
      clearTimeout(retry)
      socket?.close()
    },
  }
}

function isPull(data: unknown): boolean {
  try {
    return syncNewsSchema.parse(JSON.parse(String(data))).type === 'pull'
  } catch {
    return false
  }
}
