/** What a proxy in front of several processes does: sends each connection to the next one that is ready, and to another where it is refused. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { isReady } from './processes.ts'

/** Well within the time that a process goes on after it turned unready. */
const PROBE_MS = 200

export interface Balancer {
  readonly url: string
  /** Breaks every connection that is open. */
  cut(): void
  close(): Promise<void>
}

export async function startBalancer(targets: readonly string[]): Promise<Balancer> {
  const ready = new Set(targets)
  const open = new Set<Socket>()
  let turn = 0
  const probes = setInterval(() => {
    for (const target of targets)
      void isReady(target).then((is) => (is ? ready.add(target) : ready.delete(target)))
  }, PROBE_MS)

  const server = createServer((client) => {
    keep(client)
    turn += 1
    const first = turn % targets.length
    const order = [...targets.slice(first), ...targets.slice(0, first)]
    void join(
      client,
      order.toSorted((a, b) => Number(ready.has(b)) - Number(ready.has(a))),
    )
  })

  function keep(socket: Socket): void {
    open.add(socket)
    socket.on('error', () => socket.destroy())
    socket.once('close', () => open.delete(socket))
  }

  async function join(client: Socket, order: readonly string[]): Promise<void> {
    for (const target of order) {
      const { hostname, port } = new URL(target)
      const upstream = connect(Number(port), hostname)
      const isOpen = await once(upstream, 'connect').then(
        () => true,
        () => false,
      )
      if (!isOpen) continue
      keep(upstream)
      // Either end's close, broken or not, is the other's.
      upstream.once('close', () => client.destroySoon())
      client.once('close', () => upstream.destroySoon())
      client.pipe(upstream).pipe(client)
      return
    }
    client.destroy()
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = () => {
    for (const socket of open) socket.destroy()
  }
  return {
    ...{ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, cut },
    async close() {
      clearInterval(probes)
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
