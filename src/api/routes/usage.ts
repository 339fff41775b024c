/** Tokens spent, as totals and over time. */
import { os } from '../base.ts'

export const usage = os.usage.handler(({ context: { core, actor } }) => core.usage(actor))

export const usageSeries = os.usageSeries.handler(({ context: { core, actor }, input }) =>
  core.usageSeries(actor, input.window),
)
