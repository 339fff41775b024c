/** The usage module: tokens spent, recorded and added up. */

export { recordUsage } from './record-usage.ts'
export { createUsageMeter, type UsageEvent, type UsageMeter } from './usage-meter.ts'
export type { UsageWindow } from './usage-series.ts'
