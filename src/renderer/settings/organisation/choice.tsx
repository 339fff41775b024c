/** One of many, chosen from a menu. */
import { ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, Menu } from '../../kit/index.ts'

export interface Option<T> {
  readonly value: T
  readonly label: ReactNode
}

export function Choice<T>({
  label,
  value,
  options,
  onChange,
}: {
  /** What is chosen; the button also says which. */
  readonly label: string
  readonly value: T
  readonly options: readonly Option<T>[]
  readonly onChange: (value: T) => void
}) {
  const chosen = options.find((option) => option.value === value)
  return (
    <Menu
      align="end"
      items={options.map((option) => ({
        label: option.label,
        checked: option.value === value,
        run: () => onChange(option.value),
      }))}
      trigger={
        <Button title={label} className="max-w-60">
          <span className="sr-only">{label}: </span>
          <span className="cut flex min-w-0">{chosen?.label}</span>
          <ChevronDown size={14} className="shrink-0 text-muted" />
        </Button>
      }
    />
  )
}
