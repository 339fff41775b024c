/** Finds words in the open document; what is found is violet, so that it never looks like evidence. */
import { ChevronDown, ChevronUp, Search, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../i18n/format.ts'
import { Field, IconButton } from '../kit/index.ts'
import type { Pages } from './open-pages.ts'

export function FindBar({
  pages,
  matches,
  onClose,
}: {
  readonly pages: Pages
  readonly matches: { readonly current: number; readonly total: number }
  readonly onClose: () => void
}) {
  const { t } = useTranslation('viewer')
  const [query, setQuery] = useState('')
  useEffect(() => () => pages.find('', { again: false, backwards: false }), [pages])
  const next = (backwards: boolean) => pages.find(query, { again: true, backwards })
  return (
    <search className="flex shrink-0 items-center gap-1 border-b border-line bg-pane px-2 py-1">
      <Field
        autoFocus
        label={t('find')}
        placeholder={t('find')}
        icon={<Search size={14} />}
        value={query}
        className="min-w-0 flex-1"
        onChange={(event) => {
          setQuery(event.target.value)
          pages.find(event.target.value, { again: false, backwards: false })
        }}
        onKeyDown={(event) => {
          event.stopPropagation()
          if (event.key === 'Enter') next(event.shiftKey)
          if (event.key === 'Escape') onClose()
        }}
      />
      <span role="status" className="tabular min-w-16 text-center text-xs text-muted">
        {query !== '' &&
          (matches.total === 0
            ? t('noMatch')
            : t('stepOf', {
                current: formatNumber(matches.current),
                formatted: formatNumber(matches.total),
              }))}
      </span>
      <IconButton
        label={t('previousMatch')}
        keys="Shift Enter"
        icon={<ChevronUp size={16} />}
        onClick={() => next(true)}
      />
      <IconButton
        label={t('nextMatch')}
        keys="Enter"
        icon={<ChevronDown size={16} />}
        onClick={() => next(false)}
      />
      <IconButton label={t('closeFind')} keys="Esc" icon={<X size={16} />} onClick={onClose} />
    </search>
  )
}
