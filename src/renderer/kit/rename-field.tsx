/** Renames in place: Enter keeps the new name, Escape and an empty one keep the old. */
import { useEffect, useRef } from 'react'

export function RenameField({
  label,
  value,
  onDone,
}: {
  readonly label: string
  readonly value: string
  /** Null when nothing is to change. */
  readonly onDone: (name: string | null) => void
}) {
  const field = useRef<HTMLInputElement>(null)
  const done = useRef(false)
  useEffect(() => {
    field.current?.focus()
    // A file keeps its extension unless its user means to change it.
    field.current?.setSelectionRange(0, value.replace(/\.[^.]{1,5}$/, '').length)
  }, [value])
  const finish = (name: string | null) => {
    if (done.current) return
    done.current = true
    const trimmed = name?.trim() ?? ''
    onDone(trimmed === '' || trimmed === value ? null : trimmed)
  }
  return (
    <input
      ref={field}
      dir="auto"
      aria-label={label}
      defaultValue={value}
      maxLength={200}
      className="h-6 min-w-0 flex-1 rounded-control border border-line-strong bg-raised px-1.5 outline-none focus:outline-2 focus:outline-focus"
      onBlur={(event) => finish(event.target.value)}
      onClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Enter') finish(event.currentTarget.value)
        if (event.key === 'Escape') finish(null)
      }}
    />
  )
}
