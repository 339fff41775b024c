/** How a line of the list is divided. */
import { useTranslation } from 'react-i18next'
import { Name } from '../../kit/index.ts'
import type { ImportRow } from '../imports.ts'

/** Widths that the heads and the lines share. */
const NAME = 'w-[36%] min-w-0 shrink-0'
export const PAGES = 'tabular w-28 text-end text-xs'
export const SPEED = 'tabular w-20 text-end text-xs max-[1180px]:hidden'
export const LEFT = 'tabular w-14 text-end text-xs max-[1180px]:hidden'

export function ColumnHeads() {
  const { t } = useTranslation('library')
  return (
    <div
      aria-hidden="true"
      className="flex shrink-0 items-center gap-3 border-b border-line bg-sunken px-6 py-1.5 text-xs text-muted"
    >
      <span className="w-4" />
      <span className={NAME}>{t('columnFile')}</span>
      <span className="flex-1">{t('columnStep')}</span>
      <span className={PAGES}>{t('columnPages')}</span>
      <span className={SPEED}>{t('columnSpeed')}</span>
      <span className={LEFT}>{t('columnLeft')}</span>
      <span className="w-6" />
    </div>
  )
}

export function Line({
  icon,
  row,
  note,
  tone = 'text-muted',
  children,
}: {
  readonly icon: React.ReactNode
  readonly row: ImportRow
  readonly note: string
  readonly tone?: string
  readonly children: React.ReactNode
}) {
  return (
    <>
      <span className={`grid w-4 shrink-0 place-items-center ${tone}`}>{icon}</span>
      <div className={NAME}>
        <p className="flex min-w-0">
          <Name>{row.name}</Name>
        </p>
        <p className={`cut text-xs ${tone}`}>{note}</p>
      </div>
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-3">{children}</div>
    </>
  )
}
