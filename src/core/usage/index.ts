/** The usage module: tokens spent, recorded and added up. */
export { createUsageMeter, type UsageEvent, type UsageMeter } from './usage-meter.ts'
export type { UsageWindow } from './usage-series.ts'
