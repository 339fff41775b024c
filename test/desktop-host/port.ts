/** Message ports as Electron's main process has them, which can be sent to another process by pumping what they carry. */
import { EventEmitter } from 'node:events'

/** Told what arrives at a port that was sent away. */
export interface PortCarrier {
  message(data: unknown): void
  close(): void
}

/** Emits `message` ({data, ports}) once started, and `close` when the other end is gone. */
export class HostPort extends EventEmitter {
  #peer: HostPort | undefined
  #carrier: PortCarrier | undefined
  #waiting: unknown[] = []
  #started = false
  #closed = false

  static pair(): [HostPort, HostPort] {
    const [one, other] = [new HostPort(), new HostPort()]
    one.#peer = other
    other.#peer = one
    return [one, other]
  }

  postMessage(data: unknown): void {
    if (!this.#closed) this.#peer?.receive(structuredClone(data))
  }

  /** What the other end said. */
  receive(data: unknown): void {
    if (this.#closed) return
    if (this.#carrier) this.#carrier.message(data)
    else if (this.#started) setImmediate(() => this.emit('message', { data, ports: [] }))
    else this.#waiting.push(data)
  }

  start(): void {
    this.#started = true
    for (const data of this.#waiting.splice(0)) this.receive(data)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    const peer = this.#peer
    setImmediate(() => peer?.closedByPeer())
  }

  closedByPeer(): void {
    if (this.#closed) return
    this.#closed = true
    if (this.#carrier) this.#carrier.close()
    else this.emit('close')
  }

  /** From now on `carrier` takes what arrives here, what has waited included. */
  sendAway(carrier: PortCarrier): void {
    this.#carrier = carrier
    for (const data of this.#waiting.splice(0)) carrier.message(data)
  }
}

export class MessageChannelMain {
  readonly port1: HostPort
  readonly port2: HostPort

  constructor() {
    const [one, other] = HostPort.pair()
    this.port1 = one
    this.port2 = other
  }
}
