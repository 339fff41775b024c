/** Menus: of a button and of a right click, with the same items. Not modal, so nothing outside is blocked. */
import { ContextMenu, DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { Keys } from './keys.tsx'

export interface MenuItem {
  readonly label: ReactNode
  readonly icon?: ReactNode
  readonly keys?: string
  readonly hint?: ReactNode
  readonly danger?: boolean
  readonly disabled?: boolean
  /** Draws a line above. */
  readonly starts?: boolean
  readonly checked?: boolean
  readonly run: () => void
}

const PANEL =
  'z-50 max-h-(--radix-popper-available-height) min-w-44 max-w-80 overflow-y-auto rounded-card bg-raised p-1 shadow-pop'
const ROW =
  'flex min-h-7 items-center gap-2 rounded-control px-2 py-0.5 outline-none data-[highlighted]:bg-hover data-[disabled]:text-disabled'

export function Menu({
  trigger,
  items,
  align = 'start',
}: {
  /** One button; it gets the menu's state and focus back. */
  readonly trigger: ReactNode
  readonly items: readonly MenuItem[]
  readonly align?: 'start' | 'end'
}) {
  return (
    <DropdownMenu.Root modal={false} dir={directionOfPage()}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align={align} sideOffset={4} collisionPadding={8} className={PANEL}>
          {items.map((item, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a menu's items keep their order while it is open
            <DropdownMenu.Item key={index} {...rowProps(item)}>
              <Row {...item} />
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

/** Opens on a right click or the menu key over `children`, which must be one element that takes a ref. */
export function RightClickMenu({
  children,
  items,
}: {
  readonly children: ReactNode
  readonly items: readonly MenuItem[]
}) {
  return (
    <ContextMenu.Root modal={false} dir={directionOfPage()}>
      <ContextMenu.Trigger asChild>{children}</ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content collisionPadding={8} className={PANEL}>
          {items.map((item, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a menu's items keep their order while it is open
            <ContextMenu.Item key={index} {...rowProps(item)}>
              <Row {...item} />
            </ContextMenu.Item>
          ))}
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  )
}

const rowProps = ({ run, disabled = false, danger, starts }: MenuItem) => ({
  onSelect: run,
  disabled,
  className: classes(
    ROW,
    danger && 'text-danger-fg',
    starts &&
      'relative mt-2 before:absolute before:inset-x-0 before:-top-1 before:border-t before:border-line',
  ),
})

const Row = ({ icon, label, hint, keys, checked }: MenuItem) => (
  <>
    {checked !== undefined && <span className="w-4">{checked ? '✓' : ''}</span>}
    {icon}
    <span className="cut flex-1">{label}</span>
    {hint && <span className="text-xs text-muted">{hint}</span>}
    {keys && <Keys keys={keys} />}
  </>
)

const directionOfPage = () => (document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr')
