/** The chat's title, renamed in place, and what can be done with the whole of it. */
import { Copy, Download, Ellipsis, FileText, Pencil, Plus, Search, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton, Menu, Name, RenameField } from '../kit/index.ts'
import { attempt } from '../state/errors.ts'
import { copyChat, saveMarkdown, savePdf } from './export.ts'
import { useFinding } from './find-bar.tsx'
import { useChats } from './store.ts'

export function ChatHead() {
  const { t } = useTranslation(['chat', 'common'])
  const chatId = useChats((state) => state.chatId)
  const title = useChats(({ chats }) => chats.find(({ id }) => id === chatId)?.title)
  const { rename, remove, startNew } = useChats.getState()
  const [renaming, setRenaming] = useState(false)
  if (chatId === null || title === undefined) {
    return (
      <header className="flex h-(--panebar-h) shrink-0 items-center border-b border-line px-6 font-semibold">
        {t('newChat')}
      </header>
    )
  }
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
        <h1 className="flex min-w-0 flex-1 font-semibold">
          <Name>{title}</Name>
        </h1>
      )}
      <IconButton
        label={t('find')}
        keys="Ctrl F"
        icon={<Search size={16} />}
        onClick={() => useFinding.setState({ finding: true })}
      />
      <IconButton label={t('newChat')} keys="Ctrl N" icon={<Plus size={16} />} onClick={() => startNew()} />
      <IconButton label={t('copyChat')} icon={<Copy size={16} />} onClick={() => attempt(copyChat(chatId))} />
      <IconButton label={t('renameChat')} icon={<Pencil size={16} />} onClick={() => setRenaming(true)} />
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
          {
            label: t('removeChat'),
            icon: <Trash2 size={16} />,
            danger: true,
            starts: true,
            run: () => remove(chatId),
          },
        ]}
      />
    </header>
  )
}
