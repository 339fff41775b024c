/** What the next question looks at: everything, a folder, or chosen documents. */
import { ChevronDown, FileText, Folder, Layers, Search, Target } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatName, formatNumber } from '../i18n/format.ts'
import { ChoiceRow, Field, Popover } from '../kit/index.ts'
import { useLibrary } from '../library/store.ts'
import { useChats } from './store.ts'

const MOST_SHOWN = 200

export function ScopeSelector() {
  const { t } = useTranslation(['chat', 'common'])
  const [open, setOpen] = useState(false)
  const name = useScopeName()
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      side="top"
      label={t('scope')}
      trigger={
        <button
          type="button"
          id="scope-selector"
          aria-label={t('scopeLabel', { name })}
          className="flex h-7 min-w-0 items-center gap-1.5 rounded-control px-2 text-sm text-soft hover:bg-hover data-[state=open]:bg-active"
        >
          <Target size={16} />
          <bdi className="cut">{name}</bdi>
          <ChevronDown size={14} />
        </button>
      }
    >
      <ScopeChoices onClose={() => setOpen(false)} />
    </Popover>
  )
}

function useScopeName(): string {
  const { t } = useTranslation(['chat', 'common'])
  const scope = useChats((state) => state.scope)
  const folder = useLibrary(({ folders }) => folders.get(scope.folderId ?? '')?.name)
  const document = useLibrary(({ documents }) => documents.get(scope.documentIds?.[0] ?? '')?.name)
  const count = scope.documentIds?.length ?? 0
  if (folder !== undefined) return folder
  if (count === 1 && document !== undefined) return document
  return count > 0 ? t('common:documents', { count, formatted: formatNumber(count) }) : t('everything')
}

function ScopeChoices({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['chat', 'common'])
  const { scope, setScope } = useChats()
  const documents = useLibrary((library) => library.documents)
  const folders = useLibrary((library) => library.folders)
  const [filter, setFilter] = useState('')
  const fits = (name: string) => name.toLocaleLowerCase().includes(filter.trim().toLocaleLowerCase())
  const chosen = new Set(scope.documentIds)
  const rows = useMemo(
    () =>
      [...documents.values()]
        .filter(({ status }) => status !== 'failed')
        .sort((a, b) => a.name.localeCompare(b.name)),
    [documents],
  ).filter(({ name }) => fits(name))
  const toggle = (id: string) => {
    const next = chosen.has(id) ? [...chosen].filter((one) => one !== id) : [...chosen, id]
    setScope(next.length > 0 ? { documentIds: next } : {})
  }
  return (
    <div className="flex max-h-[inherit] flex-col">
      <div className="sticky top-0 bg-raised p-2">
        <Field
          label={t('scopeFilter')}
          placeholder={t('scopeFilter')}
          icon={<Search size={14} />}
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
      </div>
      <ul aria-label={t('scope')} className="px-1 pb-1">
        {filter === '' && (
          <ChoiceRow
            icon={<Layers size={16} />}
            name={t('everything')}
            checked={scope.folderId === undefined && chosen.size === 0}
            onChoose={() => {
              setScope({})
              onClose()
            }}
          />
        )}
        {[...folders.values()]
          .filter(({ name }) => fits(name))
          .map(({ id, name }) => (
            <ChoiceRow
              key={id}
              icon={<Folder size={16} />}
              name={name}
              checked={scope.folderId === id}
              onChoose={() => {
                setScope({ folderId: id })
                onClose()
              }}
            />
          ))}
        {rows.slice(0, MOST_SHOWN).map(({ id, name }) => (
          <ChoiceRow
            key={id}
            icon={<FileText size={16} />}
            name={formatName(name)}
            checked={chosen.has(id)}
            onChoose={() => toggle(id)}
          />
        ))}
        {rows.length > MOST_SHOWN && (
          <li className="px-2 py-1 text-xs text-muted">
            {t('moreDocuments', { formatted: formatNumber(rows.length - MOST_SHOWN) })}
          </li>
        )}
      </ul>
    </div>
  )
}
