/** A field below its visible label. */
import { type InputHTMLAttributes, type ReactNode, type Ref, useId } from 'react'
import { Field } from '../kit/index.ts'

export function Labelled({
  label,
  hint,
  error,
  ...rest
}: InputHTMLAttributes<HTMLInputElement> & {
  readonly label: string
  readonly hint?: ReactNode
  readonly error?: string | undefined
  readonly ref?: Ref<HTMLInputElement>
}) {
  const id = useId()
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <Field id={id} label={label} error={error} {...rest} />
      {hint !== undefined && error === undefined && <p className="text-xs text-muted">{hint}</p>}
    </div>
  )
}
