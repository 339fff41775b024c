/** The chats, below the documents: the last used first, searched by what was said in them. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { Copy, MessageSquare, Pencil, Plus, Search, Trash2, Users, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Chat, ChatHit } from '../../contract/index.ts'
import {
  classes,
  Field,
  IconButton,
  Marked,
  Name,
  RenameField,
  RightClickMenu,
  Spinner,
} from '../kit/index.ts'
import { useApp } from '../state/app.ts'
import { attempt } from '../state/errors.ts'
import { client } from '../state/host.ts'
import { useOrganisation } from '../sync/server.ts'
import { copyChat } from './export.ts'
import { shareItem } from './share-item.tsx'
import { useChats } from './store.ts'

const ROW = 28

export function ChatList() {
  const { t } = useTranslation(['chat', 'common'])
  const [searching, setSearching] = useState(false)
  const startNew = useChats((state) => state.startNew)
  const show = useApp((app) => app.show)
  return (
    <section
      aria-label={t('chats')}
      className="flex max-h-2/5 min-h-32 shrink-0 flex-col border-t border-line"
    >
      <header className="flex h-9 shrink-0 items-center ps-4 pe-2 text-muted">
        <h2 className="flex-1">{t('chats')}</h2>
        <IconButton
          small
          label={t(searching ? 'closeSearch' : 'searchChats')}
          icon={searching ? <X size={14} /> : <Search size={14} />}
          onClick={() => setSearching(!searching)}
        />
        <IconButton
          small
          label={t('newChat')}
          keys="Ctrl N"
          icon={<Plus size={16} />}
          onClick={() => {
            startNew()
            show({ name: 'workspace' })
          }}
        />
      </header>
      {searching ? <HistorySearch onClose={() => setSearching(false)} /> : <Chats />}
    </section>
  )
}

function Chats() {
  const { t } = useTranslation(['chat', 'common'])
  const chats = useChats((state) => state.chats)
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: chats.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
  })
  if (chats.length === 0) return <p className="px-4 pb-3 text-muted">{t('noChats')}</p>
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
      <ul className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const chat = chats[index]
          return (
            chat && (
              <li key={chat.id} className="absolute inset-x-0 h-7" style={{ top: start }}>
                <ChatRow chat={chat} />
              </li>
            )
          )
        })}
      </ul>
    </div>
  )
}

function ChatRow({ chat }: { readonly chat: Chat }) {
  const { id, title, own, shared, author } = chat
  const { t } = useTranslation(['chat', 'common'])
  const current = useChats(({ chatId }) => chatId === id)
  const running = useChats((state) => state.running.has(id))
  const { open, rename, remove } = useChats.getState()
  const show = useApp((app) => app.show)
  const organisation = useOrganisation()
  const [renaming, setRenaming] = useState(false)
  if (renaming) {
    return (
      <div className="flex h-7 items-center px-2">
        <RenameField
          label={t('chatTitle')}
          value={title}
          onDone={(name) => {
            setRenaming(false)
            if (name !== null) rename(id, name)
          }}
        />
      </div>
    )
  }
  return (
    <RightClickMenu
      items={
        own
          ? [
              {
                label: t('common:rename'),
                icon: <Pencil size={16} />,
                keys: 'F2',
                run: () => setTimeout(() => setRenaming(true)),
              },
              ...shareItem(t, chat, organisation),
              {
                label: t('removeChat'),
                icon: <Trash2 size={16} />,
                keys: 'Delete',
                danger: true,
                run: () => remove(id),
              },
            ]
          : [{ label: t('copyChat'), icon: <Copy size={16} />, run: () => attempt(copyChat(id)) }]
      }
    >
      <button
        type="button"
        aria-current={current || undefined}
        onClick={() => {
          show({ name: 'workspace' })
          attempt(open(id))
        }}
        onKeyDown={(event) => {
          if (event.key === 'F2' && own) setRenaming(true)
          if (event.key === 'Delete') remove(id)
        }}
        className={classes(
          'flex h-7 w-full items-center gap-2 rounded-control px-2 text-soft hover:bg-hover',
          current && 'bg-selected font-medium text-fg hover:bg-selected',
        )}
      >
        {running ? <Spinner /> : own ? <MessageSquare size={16} /> : <Users size={16} />}
        <span className="flex min-w-0 flex-1">
          <Name>{title}</Name>
        </span>
        {own ? (
          shared && <Users size={14} className="text-muted" aria-label={t('shared')} role="img" />
        ) : (
          <Author name={author.name} />
        )}
      </button>
    </RightClickMenu>
  )
}

/** Whose chat it is, where it is another's. */
function Author({ name }: { readonly name: string }) {
  const { t } = useTranslation('chat')
  return (
    <span className="flex max-w-24 min-w-8 shrink-0 text-xs font-normal text-muted">
      <span className="sr-only">{t('by')} </span>
      <Name>{name}</Name>
    </span>
  )
}

const DEBOUNCE_MS = 120

function HistorySearch({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['chat', 'common'])
  const [query, setQuery] = useState('')
  const [hits, setHits] = useState<readonly ChatHit[]>()
  const open = useChats((state) => state.open)
  useEffect(() => {
    if (query.trim() === '') return setHits(undefined)
    let current = true
    const timer = setTimeout(
      () => attempt(client.chats.search({ query }).then((found) => current && setHits(found))),
      DEBOUNCE_MS,
    )
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [query])
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
      <Field
        label={t('searchChats')}
        placeholder={t('searchChats')}
        icon={<Search size={14} />}
        value={query}
        autoFocus
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && onClose()}
      />
      {hits?.length === 0 && <p className="px-2 pt-2 text-muted">{t('nothingSaid')}</p>}
      <ul className="mt-1">
        {hits?.map(({ chat, messageId, snippet }) => (
          <li key={`${chat.id} ${messageId}`}>
            <button
              type="button"
              onClick={() => attempt(open(chat.id, messageId ?? undefined))}
              className="flex w-full flex-col rounded-control px-2 py-1 hover:bg-hover"
            >
              <span className="flex w-full items-center gap-2">
                <span className="flex min-w-0 flex-1">
                  <Name className="font-medium">{chat.title}</Name>
                </span>
                {!chat.own && <Author name={chat.author.name} />}
              </span>
              {messageId !== null && (
                <span dir="auto" className="line-clamp-2 text-xs text-muted">
                  <Marked {...snippet} />
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
