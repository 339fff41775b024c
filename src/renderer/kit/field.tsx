/** A one-line text field; its error is a sentence below it. */
import { type InputHTMLAttributes, type ReactNode, type Ref, useId } from 'react'
import { classes } from './classes.ts'

export interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  /** Names the field to a screen reader; a visible label is the caller's. */
  readonly label: string
  readonly icon?: ReactNode
  readonly after?: ReactNode
  readonly error?: string | undefined
  readonly ref?: Ref<HTMLInputElement>
}

export function Field({ label, icon, after, error, className, ...rest }: FieldProps) {
  const errorId = useId()
  return (
    <div className={classes('min-w-0', className)}>
      <div
        className={classes(
          'flex h-(--control-h) min-w-0 items-center gap-2 rounded-control border bg-raised px-2 focus-within:outline-2 focus-within:outline-focus',
          error === undefined ? 'border-line-strong' : 'border-danger',
        )}
      >
        {icon}
        <input
          dir="auto"
          aria-label={label}
          aria-invalid={error === undefined ? undefined : true}
          aria-describedby={error === undefined ? undefined : errorId}
          className="min-w-0 flex-1 bg-transparent outline-none"
          {...rest}
        />
        {after}
      </div>
      {error !== undefined && (
        <p id={errorId} className="mt-1 text-xs text-danger-fg">
          {error}
        </p>
      )}
    </div>
  )
}
