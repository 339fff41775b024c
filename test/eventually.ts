/** Waits for what comes by itself, as long as a busy machine may take. */
import { setTimeout as sleep } from 'node:timers/promises'

const PATIENCE_MS = 60_000

/** What `read` gives once it is so. A call that fails is made again. Throws what was read last, or thrown. */
export async function eventually<T>(read: () => Promise<T>, isSo: (value: T) => boolean): Promise<T> {
  for (const end = Date.now() + PATIENCE_MS; ; await sleep(50)) {
    try {
      const value = await read()
      if (isSo(value)) return value
      if (Date.now() > end) throw new Error(`never so: ${JSON.stringify(value)}`)
    } catch (error) {
      if (Date.now() > end) throw error
    }
  }
}
