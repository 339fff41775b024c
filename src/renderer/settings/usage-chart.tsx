/** Tokens over time as bars, read below and written on top; drawn along the direction of reading. */
import { useTranslation } from 'react-i18next'
import type { UsageSeries } from '../../contract/index.ts'
import { formatDate, formatNumber } from '../i18n/format.ts'
import { roundTop } from './usage-scale.ts'

export function UsageChart({
  buckets,
  isHourly,
}: Pick<UsageSeries, 'buckets'> & { readonly isHourly: boolean }) {
  const { t } = useTranslation('settings')
  const top = roundTop(
    Math.max(...buckets.map(({ promptTokens, completionTokens }) => promptTokens + completionTokens)),
  )
  const nameOf = (start: string) =>
    formatDate(start, isHourly ? { hour: 'numeric' } : { weekday: 'short', day: 'numeric' })
  return (
    <div>
      <p className="mb-2 flex justify-end gap-4 text-xs text-muted">
        <Legend color="bg-accent" name={t('read')} />
        <Legend color="bg-mark-other-edge" name={t('written')} />
      </p>
      <div className="flex gap-2">
        <div
          className="tabular flex h-40 flex-col justify-between text-end text-xs text-muted"
          aria-hidden="true"
        >
          <span className="-mt-2">{formatNumber(top)}</span>
          <span>{formatNumber(top / 2, 1)}</span>
          <span className="-mb-2">{formatNumber(0)}</span>
        </div>
        <ul
          aria-label={t(isHourly ? 'byHour' : 'byDay')}
          className="relative grid flex-1 auto-cols-fr grid-flow-col"
        >
          <Lines />
          {buckets.map(({ start, promptTokens, completionTokens }, index) => {
            const label = t('bucket', {
              when: nameOf(start),
              read: formatNumber(promptTokens),
              written: formatNumber(completionTokens),
            })
            return (
              <li key={start} title={label} className="relative flex min-w-0 flex-col items-center">
                <span className="sr-only">{label}</span>
                <Bar read={promptTokens / top} written={completionTokens / top} />
                <span aria-hidden="true" className="mt-1 h-4 text-xs whitespace-nowrap text-muted">
                  {(!isHourly || index % 4 === 3) && nameOf(start)}
                </span>
              </li>
            )
          })}
        </ul>
      </div>
    </div>
  )
}

const Lines = () => (
  <li aria-hidden="true" className="absolute inset-x-0 top-0 flex h-40 flex-col justify-between">
    <span className="border-t border-line" />
    <span className="border-t border-line" />
    <span className="border-t border-line" />
  </li>
)

/** The page's colours reach a drawing by its classes; shares are from 0 to 1. */
const Bar = ({ read, written }: { readonly read: number; readonly written: number }) => (
  <svg viewBox="0 0 10 100" preserveAspectRatio="none" aria-hidden="true" className="h-40 w-3/5 max-w-14">
    <rect x="0" width="10" y={100 - read * 100} height={read * 100} fill="var(--accent)" />
    <rect
      x="0"
      width="10"
      y={100 - (read + written) * 100}
      height={written * 100}
      fill="var(--mark-other-edge)"
    />
  </svg>
)

const Legend = ({ color, name }: { readonly color: string; readonly name: string }) => (
  <span className="flex items-center gap-1.5">
    <span className={`size-2.5 rounded-[2px] ${color}`} /> {name}
  </span>
)
