/** Holds streams back while the window has too many messages still to take (see contract/flow.ts). */
import { MAX_UNACKNOWLEDGED, readAcknowledgement } from '../../contract/index.ts'
import type { Frame, Wire } from './wire.ts'

export interface Flow {
  /** The wire, which counts what is sent and keeps acknowledgements to itself. */
  readonly wire: Wire
  /** The same events, of which at most {@link MAX_UNACKNOWLEDGED} are on their way at once over all streams of the connection. */
  paced<Event>(events: AsyncIterable<Event>, signal: AbortSignal): AsyncGenerator<Event, void>
}

export function controlFlow(wire: Wire): Flow {
  let sent = 0
  /** Events let through that are not sent yet. */
  let reserved = 0
  let isClosed = false
  const waiting = new Set<() => void>()

  const isFull = () => sent + reserved >= MAX_UNACKNOWLEDGED
  function wake(): void {
    for (const resume of waiting) {
      if (isFull() && !isClosed) return
      waiting.delete(resume)
      reserved += 1
      resume()
    }
  }

  /** Resolves with a place reserved. Everyone is let go when the connection closes, to notice that by its signal. */
  async function reserve(signal: AbortSignal): Promise<void> {
    if (!isFull() || isClosed || signal.aborted) {
      reserved += 1
      return
    }
    const { promise, resolve } = Promise.withResolvers<void>()
    const leave = () => {
      if (!waiting.delete(resolve)) return
      reserved += 1
      resolve()
    }
    waiting.add(resolve)
    signal.addEventListener('abort', leave, { once: true })
    await promise
    signal.removeEventListener('abort', leave)
  }

  wire.onClose(() => {
    isClosed = true
    wake()
  })

  return {
    wire: {
      ...wire,
      send(frame) {
        sent += 1
        wire.send(frame)
      },
      onFrame: (listener) =>
        wire.onFrame((frame: Frame) => {
          const count = readAcknowledgement(frame)
          if (count === undefined) return listener(frame)
          sent = Math.max(0, sent - count)
          wake()
        }),
    },
    async *paced(events, signal) {
      for await (const event of events) {
        await reserve(signal)
        try {
          if (signal.aborted) return
          yield event
        } finally {
          // Asked for the next one, so this one is sent.
          reserved -= 1
          wake()
        }
      }
    },
  }
}
