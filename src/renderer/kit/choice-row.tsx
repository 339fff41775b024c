/** One of several things in a list that can be chosen. */
import type { ReactNode } from 'react'
import { Name } from './bidi.tsx'
import { classes } from './classes.ts'

export function ChoiceRow({
  icon,
  name,
  checked,
  onChoose,
}: {
  readonly icon: ReactNode
  readonly name: string
  readonly checked: boolean
  readonly onChoose: () => void
}) {
  return (
    <li>
      <button
        type="button"
        aria-pressed={checked}
        onClick={onChoose}
        className={classes(
          'flex min-h-7 w-full items-center gap-2 rounded-control px-2 hover:bg-hover',
          checked && 'bg-selected',
        )}
      >
        {icon}
        <Name>{name}</Name>
      </button>
    </li>
  )
}
