/** Search of all passages without a model. */

import { Search } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDuration, formatNumber } from '../i18n/format.ts'
import { Button, classes, Field, Keys, Notice, Spinner } from '../kit/index.ts'
import { sentenceOf } from '../state/errors.ts'
import { useSettings } from '../state/settings.ts'
import { askInstead, openPassage } from './actions.ts'
import { Filters } from './filters.tsx'
import { groupByDocument } from './group.ts'
import { Recent } from './recent.tsx'
import { optionId, Results } from './results.tsx'
import { useSearch } from './store.ts'
import { type Passages, usePassages } from './use-passages.ts'

const LIMIT = 60

export function SearchView() {
  const { t } = useTranslation(['search', 'common'])
  const { query, scope, setQuery, remember } = useSearch()
  const workspaceId = useSettings(({ workspaces }) => workspaces.find(({ current }) => current)?.id ?? '')
  const passages = usePassages(query, scope, LIMIT)
  const groups = useMemo(() => groupByDocument(passages.found?.results ?? []), [passages.found])
  const shown = useMemo(() => groups.flatMap((group) => group.passages), [groups])
  const [active, setActive] = useState(0)
  const listId = useId()
  // biome-ignore lint/correctness/useExhaustiveDependencies: other results start at their first
  useEffect(() => setActive(0), [shown])

  function choose(index: number) {
    const passage = shown[index]
    if (!passage) return
    setActive(index)
    remember(workspaceId, query)
    openPassage(passage)
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') choose(active)
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (by === 0 || shown.length === 0) return
    event.preventDefault()
    const next = (active + by + shown.length) % shown.length
    setActive(next)
    document.getElementById(optionId(listId, next))?.scrollIntoView({ block: 'nearest' })
  }

  const hasResults = shown.length > 0
  return (
    <div className="flex h-full flex-col">
      <div className="flex flex-col gap-2 border-b border-line px-6 py-3">
        <Field
          id="search-field"
          role="combobox"
          aria-expanded={hasResults}
          aria-controls={listId}
          aria-activedescendant={hasResults ? optionId(listId, active) : undefined}
          aria-autocomplete="list"
          autoFocus
          autoComplete="off"
          spellCheck={false}
          label={t('open')}
          placeholder={t('placeholder')}
          icon={<Search size={16} />}
          after={<Keys keys="Esc" />}
          value={query}
          maxLength={4_000}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <div className="flex flex-wrap items-center gap-2">
          <Filters />
          <span className="flex-1" />
          <Summary {...passages} />
        </div>
      </div>
      <div
        className={classes(
          'min-h-0 flex-1 overflow-y-auto px-3 py-3 transition-opacity',
          passages.isSearching && hasResults && 'opacity-60',
        )}
      >
        <Body passages={passages} workspaceId={workspaceId}>
          <Results id={listId} groups={groups} active={active} onChoose={choose} />
        </Body>
      </div>
    </div>
  )
}

function Summary({ found, isSearching }: Passages) {
  const { t } = useTranslation(['search', 'common'])
  const isSlow = useAfter(200, isSearching)
  return (
    <span role="status" className="tabular text-xs text-muted">
      {isSlow ? (
        <span className="flex items-center gap-1.5">
          <Spinner /> {t('common:loading')}
        </span>
      ) : (
        found &&
        found.error === null &&
        t(found.results.length < LIMIT ? 'found' : 'best', {
          count: found.results.length,
          formatted: formatNumber(found.results.length),
          time: formatDuration(found.durationMs),
        })
      )}
    </span>
  )
}

function Body({
  passages: { found, isSearching, retry },
  workspaceId,
  children,
}: {
  readonly passages: Passages
  readonly workspaceId: string
  readonly children: React.ReactNode
}) {
  const { t } = useTranslation(['search', 'common'])
  const scope = useSearch((state) => state.scope)
  if (found === null) return isSearching ? null : <Recent workspaceId={workspaceId} />
  if (found.error) {
    return (
      <Notice
        tone="danger"
        title={t('failed')}
        actions={<Button onClick={retry}>{t('common:tryAgain')}</Button>}
      >
        {sentenceOf(found.error)}
      </Notice>
    )
  }
  return (
    <>
      {found.results.length === 0 && (
        <div className="px-3 pt-6">
          <p className="text-md font-semibold wrap-anywhere">{t('nothing', { query: found.query })}</p>
          <p className="mt-1 text-soft">{t('nothingBody')}</p>
        </div>
      )}
      {children}
      <div className="px-3 pt-4">
        <Button
          kind={found.results.length === 0 ? 'primary' : 'quiet'}
          onClick={() => askInstead(found.query, scope)}
        >
          {t('ask')}
        </Button>
      </div>
    </>
  )
}

/** True once `on` has lasted `milliseconds`: what is quick shows no spinner. */
function useAfter(milliseconds: number, on: boolean): boolean {
  const [late, setLate] = useState(false)
  useEffect(() => {
    setLate(false)
    if (!on) return
    const timer = setTimeout(() => setLate(true), milliseconds)
    return () => clearTimeout(timer)
  }, [on, milliseconds])
  return late
}
