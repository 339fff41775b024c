/** Tables of the organisation's pages, and what stands in their place while there is nothing. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Spinner } from '../../kit/index.ts'

export interface Column {
  readonly title: string
  /** Of figures, which stand at the end of their column. */
  readonly isFigure?: boolean
}

const CELL = 'px-3 py-1.5'
export const cell = { text: CELL, figure: `tabular ${CELL} text-end` } as const

export const Table = ({
  label,
  columns,
  children,
}: {
  readonly label: string
  readonly columns: readonly Column[]
  readonly children: ReactNode
}) => (
  <div className="overflow-x-auto rounded-card border border-line">
    <table className="w-full" aria-label={label}>
      <thead className="bg-sunken text-xs text-muted">
        <tr>
          {columns.map(({ title, isFigure = false }) => (
            <th
              key={title}
              scope="col"
              className={`${CELL} font-normal ${isFigure ? 'text-end' : 'text-start'}`}
            >
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="[&>tr]:border-t [&>tr]:border-line">{children}</tbody>
    </table>
  </div>
)

export function Loading() {
  const { t } = useTranslation()
  return (
    <p role="status" className="flex items-center gap-2 text-muted">
      <Spinner /> {t('loading')}
    </p>
  )
}

export const Empty = ({ children }: { readonly children: ReactNode }) => (
  <p className="rounded-card border border-line px-4 py-6 text-center text-muted">{children}</p>
)
