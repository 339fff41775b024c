/** The open documents, one tab each. */
import { FileText, PanelRightClose, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { formatName } from '../i18n/format.ts'
import { classes, IconButton, Name } from '../kit/index.ts'
import { useLibrary } from '../library/store.ts'
import { useApp } from '../state/app.ts'
import { useViewer } from './store.ts'

export function Tabs() {
  const { t } = useTranslation(['viewer', 'common'])
  const { tabs, documentId, trail, openDocument, closeTab } = useViewer()
  const documents = useLibrary((library) => library.documents)
  const set = useApp((app) => app.set)
  const nameOf = (id: string) =>
    documents.get(id)?.name ??
    trail?.citations.find((citation) => citation.documentId === id)?.documentName ??
    t('removedDocument')
  return (
    <div className="flex h-(--panebar-h) shrink-0 items-stretch border-b border-line bg-window">
      <div role="tablist" aria-label={t('tabs')} className="flex min-w-0 flex-1 overflow-x-auto">
        {tabs.map(({ documentId: id }) => {
          const current = id === documentId
          const name = formatName(nameOf(id))
          return (
            <div
              key={id}
              role="presentation"
              className={classes(
                'flex max-w-56 min-w-24 items-center border-e border-line ps-3 pe-1',
                current ? 'bg-pane font-medium' : 'text-muted hover:text-fg',
              )}
            >
              <button
                type="button"
                role="tab"
                aria-selected={current}
                onClick={() => !current && openDocument(id, { page: 1 })}
                onAuxClick={(event) => event.button === 1 && closeTab(id)}
                className="flex h-full min-w-0 flex-1 items-center gap-2"
              >
                <FileText size={14} />
                <Name>{name}</Name>
              </button>
              <IconButton
                small
                label={t('common:closeName', { name })}
                {...(current && { keys: 'Ctrl W' })}
                icon={<X size={14} />}
                // For the mouse: the keyboard has Ctrl W, and a list of tabs holds nothing but tabs.
                tabIndex={-1}
                aria-hidden="true"
                onClick={() => closeTab(id)}
              />
            </div>
          )
        })}
      </div>
      <span className="flex shrink-0 items-center px-2">
        <IconButton
          label={t('common:hideViewer')}
          keys="Ctrl Alt V"
          icon={<PanelRightClose size={16} className="flip" />}
          onClick={() => set({ viewerOpen: false })}
        />
      </span>
    </div>
  )
}
