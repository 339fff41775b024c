/** Progress as a ring in a row and as a bar; both say their share to a screen reader. */
import { formatPercent } from '../i18n/format.ts'
import { classes } from './classes.ts'

interface ProgressProps {
  /** From 0 to 1. */
  readonly share: number
  readonly label: string
}

const announced = ({ share, label }: ProgressProps) => ({
  role: 'progressbar',
  'aria-label': label,
  'aria-valuemin': 0,
  'aria-valuemax': 100,
  'aria-valuenow': Math.round(share * 100),
  'aria-valuetext': formatPercent(share),
})

export function ProgressRing(props: ProgressProps) {
  const around = 2 * Math.PI * 5.5
  return (
    <span className="shrink-0" {...announced(props)}>
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" className="-rotate-90">
        <circle cx="7" cy="7" r="5.5" fill="none" stroke="var(--bg-active)" strokeWidth="2.5" />
        <circle
          cx="7"
          cy="7"
          r="5.5"
          fill="none"
          stroke="var(--accent)"
          strokeWidth="2.5"
          strokeDasharray={`${props.share * around} ${around}`}
        />
      </svg>
    </span>
  )
}

export function ProgressBar({ className, ...props }: ProgressProps & { readonly className?: string }) {
  return (
    <div
      className={classes('h-1 overflow-hidden rounded-[2px] bg-active', className ?? 'w-full')}
      {...announced(props)}
    >
      <div
        className="h-full rounded-[2px] bg-accent transition-[width] duration-250"
        style={{ width: `${props.share * 100}%` }}
      />
    </div>
  )
}
