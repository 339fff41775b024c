/** The library folded to a rail; in a narrow window the library opens over the content and closes on a choice. */
import { FolderOpen, MessageSquarePlus, Plus, Search } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { runCommand } from '../commands/commands.ts'
import { IconButton } from '../kit/index.ts'
import { LibraryPane } from '../library/library-pane.tsx'
import { useHasRole } from '../state/account.ts'
import { useApp } from '../state/app.ts'
import { useViewer } from '../viewer/store.ts'

export function Rail({ floating }: { readonly floating: boolean }) {
  const { t } = useTranslation()
  const open = useApp(({ libraryFloats }) => libraryFloats) && floating
  const mayChange = useHasRole('member')
  const set = useApp((app) => app.set)
  return (
    <>
      <nav
        data-pane
        aria-label={t('library')}
        className="flex w-12 shrink-0 flex-col items-center gap-1 border-e border-line bg-window py-2"
      >
        <IconButton
          label={t(open ? 'hideLibrary' : 'showLibrary')}
          keys="Ctrl B"
          icon={<FolderOpen size={16} />}
          aria-expanded={open}
          onClick={() => set(floating ? { libraryFloats: !open } : { libraryOpen: true })}
        />
        {mayChange && (
          <IconButton
            label={t('addPdfs')}
            keys="Ctrl O"
            icon={<Plus size={16} />}
            onClick={() => runCommand('documents.add')}
          />
        )}
        <IconButton
          label={t('newChat')}
          keys="Ctrl N"
          icon={<MessageSquarePlus size={16} />}
          onClick={() => runCommand('chat.new')}
        />
        <IconButton
          label={t('searchAll')}
          keys="Ctrl Shift F"
          icon={<Search size={16} />}
          onClick={() => runCommand('search.open')}
        />
      </nav>
      {open && <FloatingLibrary onClose={() => set({ libraryFloats: false })} />}
    </>
  )
}

function FloatingLibrary({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const element = useRef<HTMLElement>(null)
  useEffect(() => {
    const close = (event: Event) => {
      if (event instanceof KeyboardEvent ? event.key === 'Escape' : !isInside(element.current, event.target))
        onClose()
    }
    const choices = useViewer.subscribe((after, before) => {
      if (after.documentId !== before.documentId) onClose()
    })
    document.addEventListener('pointerdown', close)
    document.addEventListener('keydown', close)
    return () => {
      choices()
      document.removeEventListener('pointerdown', close)
      document.removeEventListener('keydown', close)
    }
  }, [onClose])
  return (
    <section
      ref={element}
      data-pane
      aria-label={t('library')}
      className="absolute inset-y-0 start-12 z-30 w-72 overflow-hidden border-e border-line bg-window shadow-dialog"
    >
      <LibraryPane />
    </section>
  )
}

/** Menus of the library lie outside it in the document, but belong to it. */
const isInside = (element: HTMLElement | null, target: EventTarget | null) =>
  target instanceof Element &&
  (element?.contains(target) === true ||
    target.closest('[data-radix-popper-content-wrapper], nav, dialog') !== null)
