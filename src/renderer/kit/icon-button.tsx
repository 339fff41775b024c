/** A button that is an icon: always with a label, shown as a tooltip with its shortcut. */
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import { classes } from './classes.ts'
import { Tooltip } from './tooltip.tsx'

export interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly label: string
  readonly icon: ReactNode
  readonly keys?: string
  readonly small?: boolean
  /** For one that switches something on and off. */
  readonly pressed?: boolean
  readonly ref?: Ref<HTMLButtonElement>
}

export function IconButton({
  label,
  icon,
  keys,
  small = false,
  pressed,
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip label={label} {...(keys !== undefined && { keys })}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={pressed}
        className={classes(
          'grid shrink-0 place-items-center rounded-control text-muted hover:bg-hover hover:text-fg active:bg-active disabled:text-disabled disabled:hover:bg-transparent aria-pressed:bg-active aria-pressed:text-fg data-[state=open]:bg-active',
          small ? 'size-6' : 'size-7',
          className,
        )}
        {...rest}
      >
        {icon}
      </button>
    </Tooltip>
  )
}
