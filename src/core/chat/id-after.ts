/** Ids in the order of what was said, whatever the clocks of those who said it. */
import { v7 as uuidv7 } from 'uuid'

/** A UUIDv7 (RFC 9562, §5.7) that sorts behind `last`, although this device's clock may be behind the one that made it. */
export function idAfter(last: string | undefined, now = Date.now()): string {
  const before = last === undefined ? 0 : Number.parseInt(last.replaceAll('-', '').slice(0, 12), 16)
  // With the clock's own time the library counts up within a millisecond; any other time must be later than the last.
  return now > before ? uuidv7() : uuidv7({ msecs: before + 1 })
}
