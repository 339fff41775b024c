/** A window that takes nothing from its queue holds its streams up, and nothing piles up on the way to it. */
import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { acknowledgement, MAX_UNACKNOWLEDGED } from '../../contract/index.ts'
import { controlFlow } from './flow.ts'
import type { Frame } from './wire.ts'

/** A connection whose window only acknowledges when told. */
function connect() {
  let listener: (frame: Frame) => void = () => {}
  let closed: () => void = () => {}
  const sent: Frame[] = []
  const { paced, wire } = controlFlow({
    send: (frame) => void sent.push(frame),
    onFrame: (given) => {
      listener = given
    },
    onClose: (given) => {
      closed = given
    },
    close: () => closed(),
  })
  const received: Frame[] = []
  wire.onFrame((frame) => received.push(frame))
  /** Sends `count` events as the server does: the next is asked for when one is sent. */
  async function stream(count: number, signal = new AbortController().signal): Promise<void> {
    const events = (async function* () {
      for (let n = 0; n < count; n++) yield `event ${n}`
    })()
    for await (const event of paced(events, signal)) wire.send(event)
  }
  return { sent, received, stream, receive: (frame: Frame) => listener(frame), close: () => wire.close() }
}

const settle = async () => {
  for (let n = 0; n < 5; n++) await turn()
}

it('lets no more than the limit out over all streams until some are acknowledged', async () => {
  const { receive, sent, stream } = connect()
  const streams = [stream(100), stream(100), stream(7)]
  await settle()
  expect(sent).toHaveLength(MAX_UNACKNOWLEDGED)
  receive(acknowledgement(16))
  await settle()
  expect(sent).toHaveLength(MAX_UNACKNOWLEDGED + 16)
  while (sent.length < 207) {
    receive(acknowledgement(MAX_UNACKNOWLEDGED))
    await settle()
  }
  await Promise.all(streams)
  expect(sent).toHaveLength(207)
})

/** Whatever the window acknowledges and when, what it has not acknowledged never exceeds the limit, and in the end all has come. */
it('holds the limit in any order of acknowledgements', async () => {
  const counts = fc.array(fc.integer({ min: 0, max: 150 }), { minLength: 1, maxLength: 5 })
  const steps = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(counts, steps, async (events, sizes) => {
      const { receive, sent, stream } = connect()
      const done = Promise.all(events.map((count) => stream(count)))
      const total = events.reduce((sum, count) => sum + count, 0)
      let acknowledged = 0
      for (let step = 0; acknowledged < total; step++) {
        await settle()
        expect(sent.length - acknowledged).toBeLessThanOrEqual(MAX_UNACKNOWLEDGED)
        const size = Math.min(sizes[step % sizes.length] ?? 1, sent.length - acknowledged)
        if (size > 0) receive(acknowledgement(size))
        acknowledged += size
      }
      await done
      expect(sent).toHaveLength(total)
    }),
    { numRuns: 30 },
  )
})

it('keeps acknowledgements to itself and passes on everything else', () => {
  const { receive, received } = connect()
  receive(acknowledgement(3))
  receive('{"i":"1"}')
  receive('ack nonsense')
  receive(new Uint8Array([1]))
  expect(received).toEqual(['{"i":"1"}', new Uint8Array([1])])
})

it('lets go of a stream that waits when its reader leaves, and of all when the connection closes', async () => {
  const { close, sent, stream } = connect()
  const leaving = new AbortController()
  const left = stream(200, leaving.signal)
  await settle()
  leaving.abort()
  await left
  expect(sent).toHaveLength(MAX_UNACKNOWLEDGED)

  const gone = new AbortController()
  const cut = stream(5, gone.signal)
  await settle()
  expect(sent).toHaveLength(MAX_UNACKNOWLEDGED)
  gone.abort()
  close()
  await cut
  expect(sent).toHaveLength(MAX_UNACKNOWLEDGED)
})
