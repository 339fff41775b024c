/** The chat's title, renamed in place, and what can be done with the whole of it. */
import { Copy, Download, Ellipsis, FileText, Pencil, Plus, Search, Trash2, Users } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton, Menu, Name, RenameField } from '../kit/index.ts'
import { attempt } from '../state/errors.ts'
import { useOrganisation } from '../sync/server.ts'
import { copyChat, saveMarkdown, savePdf } from './export.ts'
import { useFinding } from './find-bar.tsx'
import { shareItem } from './share-item.tsx'
import { useChats } from './store.ts'

export function ChatHead() {
  const { t } = useTranslation(['chat', 'common'])
  const chatId = useChats((state) => state.chatId)
  const chat = useChats(({ chats }) => chats.find(({ id }) => id === chatId))
  const organisation = useOrganisation()
  const { rename, remove, startNew } = useChats.getState()
  const [renaming, setRenaming] = useState(false)
  if (chatId === null || chat === undefined) {
    return (
      <header className="flex h-(--panebar-h) shrink-0 items-center border-b border-line px-6 font-semibold">
        {t('newChat')}
      </header>
    )
  }
  const { title, own, shared, author } = chat
  return (
    <header className="flex h-(--panebar-h) shrink-0 items-center gap-1 border-b border-line ps-6 pe-3">
      {renaming ? (
        <RenameField
          label={t('chatTitle')}
          value={title}
          onDone={(name) => {
            setRenaming(false)
            if (name !== null) rename(chatId, name)
          }}
        />
      ) : (
        <div className="flex min-w-0 flex-1 items-center gap-2">
          <h1 className="flex min-w-0 font-semibold">
            <Name>{title}</Name>
          </h1>
          {!own && (
            <span className="flex max-w-40 min-w-12 text-sm text-muted">
              <Name>{author.name}</Name>
            </span>
          )}
        </div>
      )}
      {own && organisation !== undefined && (
        <IconButton
          label={t(shared ? 'unshare' : 'share')}
          icon={<Users size={16} />}
          pressed={shared}
          onClick={() => useChats.getState().share(chatId, !shared)}
        />
      )}
      <IconButton
        label={t('find')}
        keys="Ctrl F"
        icon={<Search size={16} />}
        onClick={() => useFinding.setState({ finding: true })}
      />
      <IconButton label={t('newChat')} keys="Ctrl N" icon={<Plus size={16} />} onClick={() => startNew()} />
      <IconButton label={t('copyChat')} icon={<Copy size={16} />} onClick={() => attempt(copyChat(chatId))} />
      {own && (
        <IconButton label={t('renameChat')} icon={<Pencil size={16} />} onClick={() => setRenaming(true)} />
      )}
      <Menu
        align="end"
        trigger={<IconButton label={t('chatMenu')} icon={<Ellipsis size={16} />} />}
        items={[
          {
            label: t('exportMarkdown'),
            icon: <Download size={16} />,
            run: () => attempt(saveMarkdown(chatId)),
          },
          { label: t('exportPdf'), icon: <FileText size={16} />, run: () => attempt(savePdf(title)) },
          ...shareItem(t, chat, organisation),
          ...(own
            ? [
                {
                  label: t('removeChat'),
                  icon: <Trash2 size={16} />,
                  danger: true,
                  starts: true,
                  run: () => remove(chatId),
                },
              ]
            : []),
        ]}
      />
    </header>
  )
}
