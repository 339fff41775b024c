/**
 * How a connection between a window and the backend keeps its streams from running ahead: the window acknowledges the messages it has
 * taken from its queue, and a stream waits while too many are on their way.
 */

/** Far more than a window shows between two frames, few enough that a stalled window holds up its streams and no memory. */
export const MAX_UNACKNOWLEDGED = 64
/** The window acknowledges this many at a time; must be well below {@link MAX_UNACKNOWLEDGED}. */
export const ACKNOWLEDGE_EVERY = 16

const PREFIX = 'ack '

/** The frame that acknowledges `count` messages; every other frame of a connection is JSON or bytes. */
export const acknowledgement = (count: number): string => `${PREFIX}${count}`

/** How many messages the frame acknowledges; undefined when it is another frame. */
export function readAcknowledgement(frame: unknown): number | undefined {
  if (typeof frame !== 'string' || !frame.startsWith(PREFIX)) return undefined
  const count = Number(frame.slice(PREFIX.length))
  return Number.isInteger(count) && count > 0 ? count : 0
}
