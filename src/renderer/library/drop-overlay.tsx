/** Takes files dropped or pasted anywhere in the window: a frame and a card say where they will go; the library stays bright. */
import { Upload } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../i18n/format.ts'
import { hasRole } from '../state/account.ts'
import { attempt } from '../state/errors.ts'
import { host } from '../state/host.ts'
import { addDropped, countDragged } from './drop.ts'
import { useImports } from './imports.ts'

export function DropOverlay() {
  const { t } = useTranslation('library')
  const [dragged, setDragged] = useState<{ pdfs: number; others: number; ask: boolean }>()
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true
    const overComposer = (event: DragEvent) =>
      event.target instanceof Element && event.target.closest('textarea, #question') !== null
    const over = (event: DragEvent) => {
      if (!event.dataTransfer || !hasFiles(event)) return
      event.preventDefault()
      if (!hasRole('member')) return
      event.dataTransfer.dropEffect = 'copy'
      const count = { ...countDragged(event.dataTransfer), ask: overComposer(event) }
      setDragged((before) =>
        before && before.pdfs === count.pdfs && before.others === count.others && before.ask === count.ask
          ? before
          : count,
      )
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setDragged(undefined)
    }
    const drop = (event: DragEvent) => {
      setDragged(undefined)
      if (event.defaultPrevented || !event.dataTransfer || !hasFiles(event)) return
      event.preventDefault()
      addDropped(event.dataTransfer, null, { ask: overComposer(event) })
    }
    const onEscape = (event: KeyboardEvent) => event.key === 'Escape' && setDragged(undefined)
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])]
      if (files.length === 0) return
      event.preventDefault()
      attempt(host.grant(files).then((granted) => useImports.getState().add(granted)))
    }
    window.addEventListener('dragover', over)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    window.addEventListener('keydown', onEscape)
    window.addEventListener('paste', paste)
    return () => {
      window.removeEventListener('dragover', over)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
      window.removeEventListener('keydown', onEscape)
      window.removeEventListener('paste', paste)
    }
  }, [])
  if (!dragged) return null
  const { pdfs, others, ask } = dragged
  return (
    <div className="pointer-events-none fixed inset-0 z-40 border-2 border-accent">
      <div className="absolute bottom-16 left-1/2 flex w-[min(560px,90vw)] -translate-x-1/2 items-center gap-4 rounded-card border-2 border-accent-line bg-raised p-5 shadow-dialog">
        <span className="grid size-12 shrink-0 place-items-center rounded-card bg-accent-soft text-accent-fg">
          <Upload size={20} />
        </span>
        <div>
          <p className="text-lg font-semibold">
            {t(ask ? 'dropAsk' : 'drop', { count: pdfs, formatted: formatNumber(pdfs) })}
          </p>
          <p className="text-soft">
            {t('dropHint')} {others > 0 && t('leftOut', { count: others, formatted: formatNumber(others) })}
          </p>
        </div>
      </div>
    </div>
  )
}
