/** A modal dialog on the browser's own element, which traps focus, closes on Escape and gives focus back. */
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { classes } from './classes.ts'

export function Dialog({
  title,
  onClose,
  className,
  hideTitle = false,
  children,
}: {
  readonly title: string
  readonly onClose: () => void
  readonly className?: string
  readonly hideTitle?: boolean
  readonly children: ReactNode
}) {
  const element = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    const dialog = element.current
    const opener = document.activeElement
    dialog?.showModal()
    return () => {
      dialog?.close()
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus()
    }
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog by itself; the click is on what lies outside
    <dialog
      ref={element}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => {
        if (event.target === element.current) onClose()
      }}
      className={classes(
        'm-auto max-h-[min(640px,90vh)] w-[min(560px,92vw)] overflow-hidden rounded-dialog bg-raised p-0 text-fg shadow-dialog backdrop:bg-scrim',
        className,
      )}
    >
      <div className="flex max-h-[inherit] flex-col">
        <h2 id={titleId} className={hideTitle ? 'sr-only' : 'px-5 pt-4 pb-2 text-lg font-semibold'}>
          {title}
        </h2>
        {children}
      </div>
    </dialog>
  )
}
