/** A table in a card: hairlines, numbers at the end of their cells, scrolling inside when it is wide; copied as TSV. */
import { Copy } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { classes, IconButton } from '../kit/index.ts'
import { attempt } from '../state/errors.ts'

export function TableCard({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation(['chat', 'common'])
  const element = useRef<HTMLTableElement>(null)
  const copy = () => {
    const rows = [...(element.current?.rows ?? [])]
    const text = rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim()).join('\t')).join('\n')
    attempt(navigator.clipboard.writeText(text))
  }
  return (
    <div className="group/table relative my-3 rounded-card border border-line">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section aria-label={t('table')} tabIndex={0} className="overflow-x-auto rounded-card">
        <table ref={element} className={TABLE}>
          {children}
        </table>
      </section>
      <IconButton
        small
        label={t('copyTable')}
        icon={<Copy size={14} />}
        className="absolute -top-3 end-2 border border-line bg-raised opacity-0 print:hidden group-hover/table:opacity-100 focus-visible:opacity-100"
        onClick={copy}
      />
    </div>
  )
}

const TABLE = classes(
  'w-full border-collapse text-sm',
  '[&_td]:min-w-20 [&_td]:border-t [&_td]:border-line [&_td]:px-3 [&_td]:py-1.75 [&_td]:align-top',
  '[&_th]:bg-sunken [&_th]:px-3 [&_th]:py-1.75 [&_th]:text-start [&_th]:text-xs [&_th]:font-medium [&_th]:text-muted',
  '[&_[data-figure]]:text-end [&_td[data-figure]]:whitespace-nowrap [&_td[data-figure]]:tabular-nums',
  '[&_td[data-total]]:border-line-strong [&_td[data-total]]:font-semibold',
)
