/** A TCP proxy between a desktop and the processes of its server that refuses, delays, stalls and cuts off what goes over it. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** `cut request` and `cut response` break the connection within the bytes of either. */
export const tcpFaults = ['refuse', 'delay', 'cut request', 'cut response', 'stall'] as const
export type TcpFault = (typeof tcpFaults)[number]

export interface FaultProxy {
  readonly url: string
  /** How often each fault was met. */
  readonly met: Readonly<Record<TcpFault, number>>
  /** Whether connections from now on meet faults; those that are open go on. */
  setFaulty(isFaulty: boolean): void
  /** Breaks every connection that is open. */
  cut(): void
  close(): Promise<void>
}

const MOST_DELAY_MS = 400
const STALL_MS = 1_500
/** From within the first header to within the second part of a file. */
const LEAST_BYTES = 100
const MOST_BYTES = 1_500_000

/** Connections go to any of `targets`, by chance. `random` gives numbers from 0 to 1. */
export async function startFaultProxy(targets: readonly string[], random: () => number): Promise<FaultProxy> {
  const met: Record<TcpFault, number> = {
    ...{ refuse: 0, delay: 0, 'cut request': 0, 'cut response': 0, stall: 0 },
  }
  const open = new Set<Socket>()
  let isFaulty = false

  const server = createServer((client) => {
    keep(client)
    void join(client)
  })

  function keep(socket: Socket): void {
    open.add(socket)
    socket.on('error', () => socket.destroy())
    socket.once('close', () => open.delete(socket))
  }

  async function join(client: Socket): Promise<void> {
    // Also one that stays healthy ends, or a kept connection would meet nothing any more.
    const fault = isFaulty
      ? pick([...tcpFaults, 'cut request', 'cut response'] as const, random())
      : undefined
    if (fault === 'refuse') {
      met.refuse += 1
      client.resetAndDestroy()
      return
    }
    if (fault === 'delay') {
      met.delay += 1
      await sleep(random() * MOST_DELAY_MS)
    }
    const { hostname, port } = new URL(pick(targets, random()))
    const upstream = connect(Number(port), hostname)
    keep(upstream)
    // Either end's close, broken or not, is the other's.
    upstream.once('close', () => client.destroySoon())
    client.once('close', () => upstream.destroySoon())
    // As many small numbers as large ones: headers are short, files are long.
    const limit = Math.ceil(LEAST_BYTES * (MOST_BYTES / LEAST_BYTES) ** random())
    forward(client, upstream, fault === 'cut request' ? limit : undefined, () => {
      met['cut request'] += 1
      cutBoth(client, upstream)
    })
    const isCutBack = fault !== undefined && fault !== 'cut request'
    forward(upstream, client, isCutBack ? limit : undefined, async () => {
      if (fault === 'stall') {
        met.stall += 1
        await sleep(STALL_MS)
      } else met['cut response'] += 1
      cutBoth(client, upstream)
    })
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = () => {
    for (const socket of open) socket.destroy()
  }
  return {
    ...{ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, met, cut },
    setFaulty(value) {
      isFaulty = value
    },
    async close() {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Until `limit` bytes are over; the rest never comes. */
function forward(from: Socket, to: Socket, limit: number | undefined, onLimit: () => void): void {
  if (limit === undefined) {
    from.pipe(to)
    return
  }
  let left = limit
  from.on('data', (bytes: Buffer) => {
    if (left <= 0) return
    to.write(bytes.subarray(0, left))
    left -= bytes.byteLength
    if (left <= 0) onLimit()
  })
  from.on('end', () => to.end())
}

function cutBoth(client: Socket, upstream: Socket): void {
  // What was let through arrives.
  client.destroySoon()
  upstream.destroySoon()
}

const pick = <T>(from: readonly T[], share: number): T => {
  const picked = from[Math.min(from.length - 1, Math.floor(share * from.length))]
  if (picked === undefined) throw new Error('there is nothing to pick from')
  return picked
}
