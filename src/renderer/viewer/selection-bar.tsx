/** What can be done with text selected on a page: ask about it, copy it. */
import { Copy, MessageSquareQuote } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isOwn, useChats } from '../chat/store.ts'
import { Button } from '../kit/index.ts'
import { useApp } from '../state/app.ts'
import { attempt } from '../state/errors.ts'

/** More than a question can hold with what is asked about it. */
const LONGEST = 2_000

interface Selected {
  readonly text: string
  readonly x: number
  readonly y: number
}

export function SelectionBar() {
  const { t } = useTranslation(['viewer', 'common'])
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

function selectionOnPage(): Selected | null {
  const selection = getSelection()
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null
  const element = selection.anchorNode?.parentElement
  if (!element?.closest('.textLayer')) return null
  const text = selection.toString().replace(/\s+/g, ' ').trim().slice(0, LONGEST)
  if (text === '') return null
  const box = selection.getRangeAt(0).getBoundingClientRect()
  const x = Math.max(120, Math.min(window.innerWidth - 120, box.left + box.width / 2))
  return { text, x, y: Math.min(window.innerHeight - 80, box.bottom + 8) }
}
