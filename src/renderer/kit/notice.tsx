/** An error card: what happened, what is kept, what to do. `warn` when work goes on, `danger` when something stopped. */
import { Check, CircleAlert, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

export function Notice({
  tone,
  title,
  children,
  kept,
  actions,
  icon,
}: {
  readonly tone: 'warn' | 'danger'
  readonly title: ReactNode
  readonly children?: ReactNode
  readonly kept?: ReactNode
  readonly actions?: ReactNode
  readonly icon?: ReactNode
}) {
  const color = tone === 'warn' ? 'text-warn-fg' : 'text-danger-fg'
  return (
    <div role="alert" className="flex gap-2.5 rounded-card border border-line bg-raised p-4">
      <span className={`mt-0.5 ${color}`}>
        {icon ?? (tone === 'warn' ? <TriangleAlert size={16} /> : <CircleAlert size={16} />)}
      </span>
      <div className="min-w-0 flex-1">
        <p className="text-md font-semibold">{title}</p>
        {children && <div className="text-soft">{children}</div>}
        {kept && (
          <p className="mt-2 flex items-start gap-1.5 text-soft">
            <Check size={14} className="mt-0.75 text-success-fg" /> {kept}
          </p>
        )}
        {actions && <div className="mt-3 flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
    </div>
  )
}
