/** The command palette: asks, finds and runs whatever its words name. */
import { Command as List } from 'cmdk'
import { FileText, MessageSquare, Search, SquareTerminal, Text } from 'lucide-react'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Marked } from '../chat/chat-list.tsx'
import { useChats } from '../chat/store.ts'
import { formatDate, formatNumber } from '../i18n/format.ts'
import { Dialog, Keys, Name } from '../kit/index.ts'
import { useLibrary } from '../library/store.ts'
import { askInstead, openPassage } from '../search/actions.ts'
import { useSearch } from '../search/store.ts'
import { usePassages } from '../search/use-passages.ts'
import { useApp } from '../state/app.ts'
import { attempt } from '../state/errors.ts'
import { useViewer } from '../viewer/store.ts'
import { allCommands } from './commands.ts'
import { fitting, type PaletteQuery, readPage, readQuery } from './palette-query.ts'

const PASSAGES = 4

export function Palette() {
  const { t } = useTranslation(['palette', 'common'])
  const mode = useApp((app) => app.palette)
  const [typed, setTyped] = useState('')
  const input = useRef<HTMLInputElement>(null)
  // The dialog, once open, gives the focus to the list, which comes first.
  useEffect(() => input.current?.focus(), [])
  const query = readQuery(typed)
  const only = mode === 'documents' && query.kind === 'all' ? 'documents' : query.kind
  const close = () => useApp.getState().set({ palette: 'closed' })
  return (
    <Dialog
      hideTitle
      title={t(only === 'documents' ? 'findDocument' : 'open')}
      onClose={close}
      className="mt-[12vh] min-w-[min(640px,92vw)]"
    >
      <List shouldFilter={false} loop label={t('results')} className="flex min-h-0 flex-col">
        <div className="flex h-12 shrink-0 items-center gap-3 border-b border-line px-4">
          <Search size={16} />
          <List.Input
            ref={input}
            dir="auto"
            value={typed}
            onValueChange={setTyped}
            placeholder={t(only === 'documents' ? 'findDocument' : 'open')}
            className="min-w-0 flex-1 bg-transparent text-md outline-none"
          />
          <Keys keys="Esc" />
        </div>
        <List.List label={t('results')} className="h-96 max-h-[60vh] scroll-py-2 overflow-y-auto p-1.5">
          {only === 'all' && query.text !== '' && <Questions text={query.text} />}
          {(only === 'all' || only === 'documents') && (
            <Documents text={query.text} most={only === 'all' ? 5 : 50} />
          )}
          {only === 'all' && query.text !== '' && <Passages text={query.text} />}
          {(only === 'all' || only === 'chats') && <Chats text={query.text} most={only === 'all' ? 4 : 50} />}
          {only === 'page' && <Page text={query.text} />}
          {(only === 'all' || only === 'commands') && (
            <Commands text={query.text} most={only === 'all' && query.text !== '' ? 6 : 100} />
          )}
          {only !== 'all' && only !== 'page' && (
            <List.Empty className="px-3 py-4 text-muted wrap-anywhere">
              {t('nothing', { query: query.text })}
            </List.Empty>
          )}
        </List.List>
      </List>
      <Hints kind={query.kind} />
    </Dialog>
  )
}

function Hints({ kind }: Pick<PaletteQuery, 'kind'>) {
  const { t } = useTranslation('palette')
  return (
    <footer className="flex h-9 shrink-0 items-center gap-2 border-t border-line bg-sunken px-4 text-xs text-muted">
      <Keys keys="↑" />
      <Keys keys="↓" /> {t('move')}
      <span className="w-2" />
      <Keys keys="Enter" /> {t('choose')}
      <span className="flex-1" />
      {kind === 'all' && <span className="whitespace-pre">{t('hints')}</span>}
    </footer>
  )
}

function Questions({ text }: { readonly text: string }) {
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

function Documents({ text, most }: { readonly text: string; readonly most: number }) {
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
          <Name>{name}</Name>
        </Item>
      ))}
    </Group>
  )
}

const EVERYTHING = {}

function Passages({ text }: { readonly text: string }) {
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

function Chats({ text, most }: { readonly text: string; readonly most: number }) {
  const { t } = useTranslation('palette')
  const chats = useChats((state) => state.chats)
  const found = fitting(chats, ({ title }) => title, text, most)
  if (found.length === 0) return null
  return (
    <Group title={t('chats')}>
      {found.map(({ id, title, updatedAt }) => (
        <Item
          key={id}
          value={`chat ${id}`}
          icon={<MessageSquare size={16} />}
          run={() => {
            useApp.getState().show({ name: 'workspace' })
            attempt(useChats.getState().open(id))
          }}
          hint={formatDate(updatedAt)}
        >
          <Name>{title}</Name>
        </Item>
      ))}
    </Group>
  )
}

function Page({ text }: { readonly text: string }) {
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

function Commands({ text, most }: { readonly text: string; readonly most: number }) {
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

const Group = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <List.Group
    heading={title}
    className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted"
  >
    {children}
  </List.Group>
)

function Item({
  value,
  icon,
  hint,
  run,
  children,
}: {
  readonly value: string
  readonly icon: ReactNode
  readonly hint?: ReactNode
  readonly run: () => void
  readonly children: ReactNode
}) {
  return (
    <List.Item
      value={value}
      onSelect={() => {
        useApp.getState().set({ palette: 'closed' })
        // After the dialog has given the focus back, so that what runs can take it.
        setTimeout(run)
      }}
      className="flex min-h-8 items-center gap-3 rounded-control px-2.5 py-1 data-[selected=true]:bg-selected"
    >
      {icon}
      <span className="cut flex-1">{children}</span>
      {hint && <span className="max-w-1/2 shrink-0 truncate text-xs text-muted">{hint}</span>}
    </List.Item>
  )
}
