/** Says what was just done and takes it back, for 30 s; it waits while it is pointed at or focused. */
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Keys } from '../kit/index.ts'
import { attempt } from '../state/errors.ts'
import { useUndo } from '../state/undo.ts'

const SHOWN_MS = 30_000

export function UndoBar() {
  const { t } = useTranslation()
  const { shown, undo, hide } = useUndo()
  const [paused, setPaused] = useState(false)
  useEffect(() => {
    if (!shown || paused) return
    const timer = setTimeout(hide, SHOWN_MS)
    return () => clearTimeout(timer)
  }, [shown, paused, hide])
  if (!shown) return null
  return (
    <div
      // Above the composer, whose buttons it would cover.
      role="status"
      onMouseEnter={() => setPaused(true)}
      onMouseLeave={() => setPaused(false)}
      onFocus={() => setPaused(true)}
      onBlur={() => setPaused(false)}
      className="fixed bottom-38 left-1/2 [@media(max-height:700px)]:bottom-32 z-40 flex max-w-[90vw] -translate-x-1/2 items-center gap-4 rounded-card bg-(--n-900) py-2 ps-4 pe-2 text-(--n-25) shadow-dialog"
    >
      <span className="cut">{shown.message}</span>
      <button
        type="button"
        onClick={() => attempt(undo())}
        className="flex h-7 items-center gap-2 rounded-control border border-(--n-500) px-2.5 font-medium hover:bg-(--n-800)"
      >
        {t('undo')} <Keys keys="Ctrl Z" />
      </button>
    </div>
  )
}
