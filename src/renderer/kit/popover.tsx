/** A small panel anchored to a button. Not modal. */
import { Popover as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'

export function Popover({
  trigger,
  open,
  onOpenChange,
  side = 'bottom',
  align = 'start',
  label,
  className,
  children,
}: {
  readonly trigger: ReactNode
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly side?: 'top' | 'bottom'
  readonly align?: 'start' | 'end'
  readonly label: string
  readonly className?: string
  readonly children: ReactNode
}) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          aria-label={label}
          className={classes(
            'z-50 max-h-(--radix-popover-content-available-height) w-80 overflow-y-auto rounded-card bg-raised shadow-pop outline-none',
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
