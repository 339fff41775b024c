/** The ports that were sent over one channel, by number. */
import { HostPort } from './port.ts'

export type PortMessage =
  | { readonly kind: 'port'; readonly id: number; readonly data: unknown }
  | { readonly kind: 'close'; readonly id: number }

export class PortTable {
  readonly #ports = new Map<number, HostPort>()
  readonly #send: (message: PortMessage) => void
  #last = 0

  constructor(send: (message: PortMessage) => void) {
    this.#send = send
  }

  /** Sends a port away; the number goes with the message that carries it. */
  sendAway(port: HostPort): number {
    this.#last += 1
    const id = this.#last
    this.#ports.set(id, port)
    port.sendAway({
      message: (data) => this.#send({ kind: 'port', id, data }),
      close: () => this.#send({ kind: 'close', id }),
    })
    return id
  }

  /** The end in this process of a port that was sent here. */
  arrive(id: number): HostPort {
    const [here, away] = HostPort.pair()
    this.#ports.set(id, away)
    away.sendAway({
      message: (data) => this.#send({ kind: 'port', id, data }),
      close: () => this.#send({ kind: 'close', id }),
    })
    return here
  }

  receive(message: PortMessage): void {
    const port = this.#ports.get(message.id)
    if (message.kind === 'port') port?.postMessage(message.data)
    else {
      this.#ports.delete(message.id)
      port?.close()
    }
  }

  /** The other side of the channel is gone, and every port with it. */
  closeAll(): void {
    for (const port of this.#ports.values()) port.close()
    this.#ports.clear()
  }
}
