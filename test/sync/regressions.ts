/** Histories that once did not converge, tried first each time. */
import type { History } from './history.ts'
import found from './regressions.json' with { type: 'json' }

export const regressions = found as readonly History[]
