/** What can be done with text selected on a page: ask about it, write a note to it, copy it. */
import { Copy, MessageSquareQuote, StickyNote } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isOwn, useChats } from '../chat/store.ts'
import { Button } from '../kit/index.ts'
import { useHasRole } from '../state/account.ts'
import { useApp } from '../state/app.ts'
import { attempt } from '../state/errors.ts'
import { draftNote } from './notes/draft-note.ts'
import { type Selected, selectionOnPage } from './selection.ts'

export function SelectionBar() {
  const { t } = useTranslation(['viewer', 'common'])
  const mayAnnotate = useHasRole('member')
  const [selected, setSelected] = useState<Selected | null>(null)
  useEffect(() => {
    const update = () => setSelected(selectionOnPage())
    document.addEventListener('selectionchange', update)
    document.addEventListener('pointerup', update)
    return () => {
      document.removeEventListener('selectionchange', update)
      document.removeEventListener('pointerup', update)
    }
  }, [])
  if (!selected) return null
  const ask = () => {
    const { setDraft, startNew } = useChats.getState()
    // Nothing can be asked in a chat of somebody else.
    if (!isOwn(useChats.getState())) startNew({})
    useApp.getState().show({ name: 'workspace' })
    setDraft(`“${selected.text}”\n\n`)
    document.getElementById('question')?.focus()
    getSelection()?.removeAllRanges()
  }
  return (
    <div
      role="toolbar"
      aria-label={t('selection')}
      // A press here must not clear what is selected.
      onPointerDown={(event) => event.preventDefault()}
      style={{ left: selected.x, top: selected.y }}
      className="fixed z-30 flex -translate-x-1/2 gap-1 rounded-card bg-raised p-1 shadow-pop"
    >
      <Button kind="quiet" size="small" icon={<MessageSquareQuote size={14} />} onClick={ask}>
        {t('askSelection')}
      </Button>
      {mayAnnotate && (
        <Button kind="quiet" size="small" icon={<StickyNote size={14} />} onClick={draftNote}>
          {t('addNote')}
        </Button>
      )}
      <Button
        kind="quiet"
        size="small"
        icon={<Copy size={14} />}
        onClick={() => attempt(navigator.clipboard.writeText(selected.text))}
      >
        {t('common:copy')}
      </Button>
    </div>
  )
}
