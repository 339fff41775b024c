/** The library: filter, folders, documents, and the chats below them. */
import { FolderPlus, Layers, ListFilter, Plus, TriangleAlert } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { ChatList } from '../chat/chat-list.tsx'
import { runCommand } from '../commands/commands.ts'
import { formatNumber } from '../i18n/format.ts'
import { classes, Field, IconButton, Keys } from '../kit/index.ts'
import { useHasRole } from '../state/account.ts'
import { useSession } from '../state/session.ts'
import { BinRow } from './bin.tsx'
import { useSelection } from './selection.ts'
import { useLibrary } from './store.ts'
import { needsAttention } from './tree.ts'
import { Tree } from './tree-view.tsx'

export function LibraryPane() {
  const { t } = useTranslation('library')
  const documents = useLibrary((library) => library.documents)
  const folders = useLibrary((library) => library.folders)
  const mayChange = useHasRole('member')
  const loaded = useSession((session) => session.loaded)
  const { text, filter, setText, setFilter } = useSelection()
  const attention = useMemo(() => [...documents.values()].filter(needsAttention).length, [documents])
  const isEmpty = documents.size === 0 && folders.size === 0
  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex h-(--panebar-h) shrink-0 items-center ps-4 pe-2">
        <h2 className="flex-1 font-semibold">{t('title')}</h2>
        {mayChange && (
          <>
            <IconButton
              label={t('newFolder')}
              icon={<FolderPlus size={16} />}
              onClick={() => runCommand('folder.new')}
            />
            <IconButton
              label={t('addPdfs')}
              keys="Ctrl O"
              icon={<Plus size={16} />}
              onClick={() => runCommand('documents.add')}
            />
          </>
        )}
      </header>
      {loaded && isEmpty && <p className="px-4 text-muted">{t('empty')}</p>}
      {!isEmpty && (
        <>
          <div className="px-3 pb-2">
            <Field
              id="library-filter"
              label={t('filter')}
              placeholder={t('filter')}
              icon={<ListFilter size={14} className="text-muted" />}
              after={<Keys keys="/" />}
              value={text}
              onChange={(event) => setText(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === 'Escape') {
                  setText('')
                  event.currentTarget.blur()
                }
              }}
            />
          </div>
          <div className="shrink-0 px-2 pb-2">
            <Overview
              icon={<Layers size={16} />}
              name={t('allDocuments')}
              count={documents.size}
              chosen={filter === 'all'}
              onChoose={() => setFilter('all')}
            />
            {attention > 0 && (
              <Overview
                icon={<TriangleAlert size={16} />}
                name={t('needsAttention')}
                count={attention}
                chosen={filter === 'attention'}
                warn
                onChoose={() => setFilter(filter === 'attention' ? 'all' : 'attention')}
              />
            )}
          </div>
        </>
      )}
      <Tree />
      <BinRow />
      {!isEmpty && <ChatList />}
    </div>
  )
}

function Overview({
  icon,
  name,
  count,
  chosen,
  warn = false,
  onChoose,
}: {
  readonly icon: React.ReactNode
  readonly name: string
  readonly count: number
  readonly chosen: boolean
  readonly warn?: boolean
  readonly onChoose: () => void
}) {
  return (
    <button
      type="button"
      aria-pressed={chosen}
      onClick={onChoose}
      className={classes(
        'flex h-(--row-h) w-full items-center gap-2 rounded-control px-2 text-soft hover:bg-hover',
        chosen && warn && 'bg-active',
      )}
    >
      {icon}
      <span className="cut flex-1">{name}</span>
      <span className={classes('tabular text-xs', warn ? 'font-semibold text-warn-fg' : 'text-muted')}>
        {formatNumber(count)}
      </span>
    </button>
  )
}
