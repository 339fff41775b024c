/** Tells the backend how far this window has come with what it was sent, so that its streams do not run ahead (see contract/flow.ts). */
import { ACKNOWLEDGE_EVERY, acknowledgement } from '../../contract/index.ts'

type Frame = string | ArrayBufferLike | Uint8Array

/** What a MessagePort and a WebSocket have in common. */
export interface Wire {
  postMessage(frame: unknown): void
  addEventListener(type: 'message', listener: (event: { readonly data: Frame }) => void): void
  addEventListener(type: 'close', listener: () => void): void
  close(): void
}

/** The same wire, acknowledging what arrives; closing it by hand tells its listeners too, which a MessagePort does not. */
export function acknowledging(wire: Wire): Wire {
  const closed = new Set<() => void>()
  let isClosed = false
  let unacknowledged = 0

  function close(): void {
    if (isClosed) return
    isClosed = true
    for (const listener of closed) listener()
  }

  wire.addEventListener('message', () => {
    unacknowledged += 1
    if (unacknowledged < ACKNOWLEDGE_EVERY || isClosed) return
    wire.postMessage(acknowledgement(unacknowledged))
    unacknowledged = 0
  })
  wire.addEventListener('close', close)

  return {
    postMessage(frame) {
      if (!isClosed) wire.postMessage(frame)
    },
    addEventListener(type: 'message' | 'close', listener: (event: { readonly data: Frame }) => void) {
      if (type === 'close') closed.add(() => listener({ data: '' }))
      else wire.addEventListener('message', (event) => !isClosed && listener(event))
    },
    close() {
      wire.close()
      close()
    },
  }
}
