/** What the palette offers for the words in it: questions, documents, passages, chats, pages and commands. */
import { Command as List } from 'cmdk'
import { FileText, MessageSquare, Search, SquareTerminal, Text } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useChats } from '../chat/store.ts'
import { formatDate, formatName, formatNumber } from '../i18n/format.ts'
import { Keys, Marked, Name } from '../kit/index.ts'
import { useLibrary } from '../library/store.ts'
import { askInstead, openPassage } from '../search/actions.ts'
import { useSearch } from '../search/store.ts'
import { usePassages } from '../search/use-passages.ts'
import { useApp } from '../state/app.ts'
import { attempt } from '../state/errors.ts'
import { useViewer } from '../viewer/store.ts'
import { allCommands } from './commands.ts'
import { Group, Item } from './palette-item.tsx'
import { fitting, readPage } from './palette-query.ts'

const PASSAGES = 4

export function Questions({ text }: { readonly text: string }) {
  const { t } = useTranslation('palette')
  const scope = useChats((state) => state.scope)
  return (
    <List.Group>
      <Item
        value="ask"
        icon={<MessageSquare size={16} />}
        run={() => askInstead(text, scope)}
        hint={<Keys keys="Enter" />}
      >
        <bdi>{t('ask', { query: text })}</bdi>
      </Item>
      <Item
        value="search"
        icon={<Search size={16} />}
        run={() => {
          useSearch.getState().setQuery(text)
          useApp.getState().show({ name: 'search' })
        }}
      >
        <bdi>{t('search', { query: text })}</bdi>
      </Item>
    </List.Group>
  )
}

export function Documents({ text, most }: { readonly text: string; readonly most: number }) {
  const { t } = useTranslation(['palette', 'common'])
  const documents = useLibrary((library) => library.documents)
  const folders = useLibrary((library) => library.folders)
  const tabs = useViewer((viewer) => viewer.tabs)
  const found = useMemo(() => {
    const open = new Set(tabs.map(({ documentId }) => documentId))
    // Open ones first, then those that were last worked on.
    const sorted = [...documents.values()].sort(
      (a, b) => Number(open.has(b.id)) - Number(open.has(a.id)) || b.updatedAt.localeCompare(a.updatedAt),
    )
    return fitting(sorted, ({ name }) => name, text, most)
  }, [documents, tabs, text, most])
  if (found.length === 0) return null
  return (
    <Group title={t('documents')}>
      {found.map(({ id, name, folderId, pageCount }) => (
        <Item
          key={id}
          value={`document ${id}`}
          icon={<FileText size={16} />}
          run={() => {
            useApp.getState().show({ name: 'workspace' })
            useApp.getState().set({ viewerOpen: true })
            useViewer.getState().openDocument(id)
          }}
          hint={[
            folders.get(folderId ?? '')?.name,
            pageCount !== null && t('common:pages', { count: pageCount, formatted: formatNumber(pageCount) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        >
          <Name>{formatName(name)}</Name>
        </Item>
      ))}
    </Group>
  )
}

const EVERYTHING = {}

export function Passages({ text }: { readonly text: string }) {
  const { t } = useTranslation('palette')
  const { found, isSearching } = usePassages(text, EVERYTHING, PASSAGES)
  const results = found?.results ?? []
  if (results.length === 0 && !isSearching) return null
  return (
    // Its height is kept while the first results come, so that nothing below jumps.
    <div className={isSearching && results.length === 0 ? 'h-58' : undefined}>
      <Group title={t('passages')}>
        {results.map((result) => (
          <Item
            key={result.chunkId}
            value={`passage ${result.chunkId}`}
            icon={<Text size={16} />}
            run={() => openPassage(result)}
            hint={t('page', { page: formatNumber(result.page) })}
          >
            <span dir="auto" className="cut block">
              <Marked {...result.snippet} />
            </span>
            <Name className="block text-xs text-muted">{result.document.name}</Name>
          </Item>
        ))}
      </Group>
    </div>
  )
}

export function Chats({ text, most }: { readonly text: string; readonly most: number }) {
  const { t } = useTranslation('palette')
  const chats = useChats((state) => state.chats)
  const found = fitting(chats, ({ title }) => title, text, most)
  if (found.length === 0) return null
  return (
    <Group title={t('chats')}>
      {found.map(({ id, title, updatedAt, own, author }) => (
        <Item
          key={id}
          value={`chat ${id}`}
          icon={<MessageSquare size={16} />}
          run={() => {
            useApp.getState().show({ name: 'workspace' })
            attempt(useChats.getState().open(id))
          }}
          hint={[!own && author.name, formatDate(updatedAt)].filter(Boolean).join(' · ')}
        >
          <Name>{title}</Name>
        </Item>
      ))}
    </Group>
  )
}

export function Page({ text }: { readonly text: string }) {
  const { t } = useTranslation('palette')
  const id = useViewer((viewer) => viewer.documentId)
  const document = useLibrary(({ documents }) => documents.get(id ?? ''))
  const count = document?.pageCount ?? 0
  const page = readPage(text, count)
  if (!document || page === null) {
    return (
      <p className="px-3 py-4 text-muted">
        {document ? t('noPage', { last: formatNumber(count) }) : t('noDocumentOpen')}
      </p>
    )
  }
  return (
    <Group title={t('pages')}>
      <Item
        value="page"
        icon={<FileText size={16} />}
        run={() => {
          useApp.getState().set({ viewerOpen: true })
          useViewer.getState().openDocument(document.id, { page })
        }}
      >
        <bdi className="cut">{t('goToPage', { page: formatNumber(page), name: document.name })}</bdi>
      </Item>
    </Group>
  )
}

export function Commands({ text, most }: { readonly text: string; readonly most: number }) {
  const { t } = useTranslation('palette')
  const runnable = allCommands().filter(({ name }) => !name.startsWith('palette.'))
  const found = fitting(runnable, ({ title }) => title(), text, most)
  if (found.length === 0) return null
  return (
    <Group title={t('commands')}>
      {found.map(({ name, title, keys, run }) => (
        <Item
          key={name}
          value={`command ${name}`}
          icon={<SquareTerminal size={16} />}
          run={run}
          hint={keys && <Keys keys={keys} />}
        >
          {title()}
        </Item>
      ))}
    </Group>
  )
}
