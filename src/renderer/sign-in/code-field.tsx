/** Six boxes drawn under one field, which takes what is typed, pasted, or offered by the browser from a message. */
import type { Ref } from 'react'
import { classes } from '../kit/index.ts'
import { CODE_LENGTH, digitsOf } from './digits.ts'

export function CodeField({
  label,
  describedBy,
  value,
  isWrong,
  disabled,
  onChange,
  ref,
}: {
  readonly label: string
  readonly describedBy: string
  readonly value: string
  readonly isWrong: boolean
  readonly disabled: boolean
  readonly onChange: (digits: string) => void
  readonly ref: Ref<HTMLInputElement>
}) {
  const at = Math.min(value.length, CODE_LENGTH - 1)
  return (
    // Digits go from left to right in Persian too.
    <div dir="ltr" className="group relative grid grid-cols-6 gap-2">
      {Array.from({ length: CODE_LENGTH }, (_, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: a box is its place
          key={index}
          aria-hidden="true"
          className={classes(
            'grid h-13 place-items-center rounded-card border bg-raised text-xl font-semibold',
            isWrong ? 'border-danger' : 'border-line-strong',
            disabled && 'text-disabled',
            index === at && 'outline-focus group-focus-within:outline-2 group-focus-within:outline-offset-1',
          )}
        >
          {value[index] ??
            (index === at && <span className="h-5 w-px bg-fg opacity-0 group-focus-within:opacity-100" />)}
        </span>
      ))}
      <input
        ref={ref}
        aria-label={label}
        aria-describedby={describedBy}
        aria-invalid={isWrong || undefined}
        inputMode="numeric"
        autoComplete="one-time-code"
        name="code"
        value={value}
        readOnly={disabled}
        onChange={(event) => onChange(digitsOf(event.target.value))}
        className="absolute inset-0 cursor-text opacity-0"
      />
    </div>
  )
}
