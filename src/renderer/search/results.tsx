/** The passages found, under their documents; the field above moves through them. */
import { FileText } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { SearchResult } from '../../contract/index.ts'
import { formatNumber } from '../i18n/format.ts'
import { classes, Marked, Name } from '../kit/index.ts'
import type { DocumentPassages } from './group.ts'

export const optionId = (listId: string, index: number): string => `${listId}-${index}`

export function Results({
  id,
  groups,
  active,
  onChoose,
}: {
  readonly id: string
  readonly groups: readonly DocumentPassages[]
  readonly active: number
  readonly onChoose: (index: number) => void
}) {
  const { t } = useTranslation('search')
  let index = -1
  return (
    <div id={id} role="listbox" aria-label={t('results')}>
      {groups.map(({ document, passages }) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of options in a listbox
        <div key={document.id} role="group" aria-label={document.name} className="mb-3">
          <p aria-hidden="true" className="flex items-center gap-2 px-3 py-1 font-semibold">
            <FileText size={16} />
            <Name>{document.name}</Name>
            <span className="font-normal text-muted">{formatNumber(passages.length)}</span>
          </p>
          {passages.map((passage) => {
            index += 1
            const own = index
            return (
              <Option
                key={passage.chunkId}
                id={optionId(id, own)}
                passage={passage}
                isActive={own === active}
                onChoose={() => onChoose(own)}
              />
            )
          })}
        </div>
      ))}
    </div>
  )
}

function Option({
  id,
  passage: { page, headingPath, snippet },
  isActive,
  onChoose,
}: {
  readonly id: string
  readonly passage: SearchResult
  readonly isActive: boolean
  readonly onChoose: () => void
}) {
  const { t } = useTranslation('search')
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above keeps the focus and takes the keys
    // biome-ignore lint/a11y/useFocusableInteractive: as above
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      onClick={onChoose}
      className={classes(
        'flex gap-4 rounded-control px-3 py-1.5',
        isActive ? 'bg-selected' : 'text-soft hover:bg-hover',
      )}
    >
      <span className="tabular w-14 shrink-0 text-muted">{t('page', { page: formatNumber(page) })}</span>
      <span className="min-w-0 flex-1">
        {headingPath.length > 0 && (
          <bdi dir="auto" className="cut block text-xs text-muted">
            {headingPath.join(' › ')}
          </bdi>
        )}
        <span dir="auto" className="line-clamp-2 wrap-anywhere">
          <Marked {...snippet} />
        </span>
      </span>
    </div>
  )
}
