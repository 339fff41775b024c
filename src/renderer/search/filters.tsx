/** Where the search looks: everything, a folder or chosen documents, and between which dates. */
import { ChevronDown, FileText, Folder, Layers, Search, Target, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Scope } from '../../contract/index.ts'
import { formatNumber } from '../i18n/format.ts'
import { ChoiceRow, classes, Field, IconButton, Popover } from '../kit/index.ts'
import { useLibrary } from '../library/store.ts'
import { useSearch } from './store.ts'

const MOST_SHOWN = 200
const CHIP = 'flex h-7 min-w-0 items-center gap-1.5 rounded-full border border-line-strong px-2.5 text-xs'

export function Filters() {
  const { t } = useTranslation('search')
  const { scope, setScope } = useSearch()
  const [open, setOpen] = useState(false)
  const isNarrowed = scope.folderId !== undefined || scope.documentIds !== undefined
  const name = useScopeName(scope)
  return (
    <>
      <Popover
        open={open}
        onOpenChange={setOpen}
        label={t('scope')}
        trigger={
          <button
            type="button"
            aria-label={`${t('scope')}: ${name}`}
            className={classes(CHIP, isNarrowed && 'border-accent-line bg-selected')}
          >
            <Target size={14} />
            <bdi className="cut">{name}</bdi>
            <ChevronDown size={14} />
          </button>
        }
      >
        <Choices onClose={() => setOpen(false)} />
      </Popover>
      <DateFilter label={t('from')} bound="from" />
      <DateFilter label={t('to')} bound="to" />
      {(scope.from !== undefined || scope.to !== undefined) && (
        <IconButton
          small
          label={t('clearDates')}
          icon={<X size={14} />}
          onClick={() => setScope(without(without(scope, 'from'), 'to'))}
        />
      )}
    </>
  )
}

function DateFilter({ label, bound }: { readonly label: string; readonly bound: 'from' | 'to' }) {
  const { scope, setScope } = useSearch()
  const value = scope[bound]
  return (
    <label className={classes(CHIP, value !== undefined && 'border-accent-line bg-selected')}>
      <span className="text-muted">{label}</span>
      <input
        type="date"
        value={value ?? ''}
        onChange={({ target }) =>
          setScope(target.value === '' ? without(scope, bound) : { ...scope, [bound]: target.value })
        }
        className="w-24 bg-transparent outline-none"
      />
    </label>
  )
}

function without(scope: Scope, key: keyof Scope): Scope {
  const { [key]: _left, ...rest } = scope
  return rest
}

function useScopeName({ folderId = '', documentIds = [] }: Scope): string {
  const { t } = useTranslation(['search', 'common'])
  const folder = useLibrary(({ folders }) => folders.get(folderId)?.name)
  const document = useLibrary(({ documents }) => documents.get(documentIds[0] ?? '')?.name)
  const count = documentIds.length
  if (folder !== undefined) return folder
  if (count === 1 && document !== undefined) return document
  return count > 0 ? t('common:documents', { count, formatted: formatNumber(count) }) : t('everything')
}

function Choices({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('search')
  const { scope, setScope } = useSearch()
  const documents = useLibrary((library) => library.documents)
  const folders = useLibrary((library) => library.folders)
  const [filter, setFilter] = useState('')
  const fits = (name: string) => name.toLocaleLowerCase().includes(filter.trim().toLocaleLowerCase())
  const sorted = useMemo(
    () => [...documents.values()].sort((a, b) => a.name.localeCompare(b.name)),
    [documents],
  )
  const rows = sorted.filter(({ name }) => fits(name))
  const chosen = scope.documentIds ?? []
  const dates = without(without(scope, 'folderId'), 'documentIds')
  const choose = (place: Scope) => {
    setScope({ ...dates, ...place })
    onClose()
  }
  const toggle = (id: string) => {
    const next = chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]
    setScope(next.length > 0 ? { ...dates, documentIds: next } : dates)
  }
  return (
    <>
      <div className="sticky top-0 bg-raised p-2">
        <Field
          label={t('filter')}
          placeholder={t('filter')}
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
            checked={scope.folderId === undefined && chosen.length === 0}
            onChoose={() => choose({})}
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
              onChoose={() => choose({ folderId: id })}
            />
          ))}
        {rows.slice(0, MOST_SHOWN).map(({ id, name }) => (
          <ChoiceRow
            key={id}
            icon={<FileText size={16} />}
            name={name}
            checked={chosen.includes(id)}
            onChoose={() => toggle(id)}
          />
        ))}
        {rows.length > MOST_SHOWN && (
          <li className="px-2 py-1 text-xs text-muted">
            {t('more', { formatted: formatNumber(rows.length - MOST_SHOWN) })}
          </li>
        )}
      </ul>
    </>
  )
}
