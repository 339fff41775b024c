/** How often a thing may be tried. */
import { AppError } from '../../contract/index.ts'
import type { KeyValueStore } from '../kv/index.ts'

export interface Limit {
  readonly most: number
  readonly seconds: number
}

/** Counts one try of `key`. Throws `too_many_requests`, with the seconds to wait, beyond the limit. */
export async function countTry(kv: KeyValueStore, key: string, { most, seconds }: Limit): Promise<void> {
  const { value, secondsLeft } = await kv.increment(`tries:${key}`, seconds)
  if (value > most) throw new AppError('too_many_requests', { seconds: Math.max(1, secondsLeft) })
}
