/** Where the built window lies. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Null where it was not built. */
export function windowFolder(): string | null {
  const folder = fileURLToPath(new URL('../../out/renderer', import.meta.url))
  return existsSync(folder) ? folder : null
}
