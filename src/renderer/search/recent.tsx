/** What the search shows before anything is asked: how it works, and the last queries. */
import { Clock } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button, Name } from '../kit/index.ts'
import { useSearch } from './store.ts'

const NONE: readonly string[] = []

export function Recent({ workspaceId }: { readonly workspaceId: string }) {
  const { t } = useTranslation('search')
  const recent = useSearch((state) => state.recent[workspaceId] ?? NONE)
  const { setQuery, forget } = useSearch.getState()
  if (recent.length === 0) {
    return (
      <div className="px-3 pt-6">
        <p className="text-md font-semibold">{t('start')}</p>
        <p className="mt-1 text-soft">{t('startBody')}</p>
      </div>
    )
  }
  return (
    <section aria-label={t('recent')}>
      <header className="flex items-center px-3 text-muted">
        <h2 className="flex-1">{t('recent')}</h2>
        <Button kind="quiet" size="small" onClick={() => forget(workspaceId)}>
          {t('forget')}
        </Button>
      </header>
      <ul>
        {recent.map((query) => (
          <li key={query}>
            <button
              type="button"
              onClick={() => {
                setQuery(query)
                document.getElementById('search-field')?.focus()
              }}
              className="flex h-7 w-full items-center gap-2 rounded-control px-3 hover:bg-hover"
            >
              <Clock size={14} />
              <Name>{query}</Name>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
