/** The hairline between two panes, dragged or moved by arrow keys; a double click gives the fitting width back. */
import type { KeyboardEvent, PointerEvent } from 'react'

export function Splitter({
  label,
  width,
  /** 1 when the pane lies before the line in the direction of reading, -1 when after. */
  side,
  onResize,
  onReset,
}: {
  readonly label: string
  readonly width: number
  readonly side: 1 | -1
  readonly onResize: (width: number) => void
  readonly onReset: () => void
}) {
  const forward = () => (document.documentElement.dir === 'rtl' ? -side : side)

  function drag(event: PointerEvent<HTMLDivElement>) {
    const line = event.currentTarget
    const from = event.clientX
    line.setPointerCapture(event.pointerId)
    const move = (moved: globalThis.PointerEvent) => onResize(width + (moved.clientX - from) * forward())
    line.addEventListener('pointermove', move)
    line.addEventListener('lostpointercapture', () => line.removeEventListener('pointermove', move), {
      once: true,
    })
  }

  function step(event: KeyboardEvent) {
    if (event.ctrlKey || event.altKey) return
    const by = event.key === 'ArrowRight' ? 16 : event.key === 'ArrowLeft' ? -16 : 0
    if (by === 0) return
    event.preventDefault()
    onResize(width + by * forward())
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that moves is a widget; <hr> is not
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={Math.round(width)}
      tabIndex={0}
      onPointerDown={drag}
      onDoubleClick={onReset}
      onKeyDown={step}
      className="relative z-10 w-px shrink-0 bg-line before:absolute before:inset-y-0 before:-start-1 before:w-2 before:cursor-col-resize hover:bg-accent-line focus-visible:bg-accent"
    />
  )
}
