/** One line of the palette, and the group that it stands in. */
import { Command as List } from 'cmdk'
import type { ReactNode } from 'react'
import { useApp } from '../state/app.ts'

export const Group = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <List.Group
    heading={title}
    className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted"
  >
    {children}
  </List.Group>
)

export function Item({
  value,
  icon,
  hint,
  run,
  children,
}: {
  readonly value: string
  readonly icon: ReactNode
  readonly hint?: ReactNode
  readonly run: () => void
  readonly children: ReactNode
}) {
  return (
    <List.Item
      value={value}
      onSelect={() => {
        useApp.getState().set({ palette: 'closed' })
        // After the dialog has given the focus back, so that what runs can take it.
        setTimeout(run)
      }}
      className="flex min-h-8 items-center gap-3 rounded-control px-2.5 py-1 data-[selected=true]:bg-selected"
    >
      {icon}
      <span className="cut flex-1">{children}</span>
      {hint && <span className="max-w-1/2 shrink-0 truncate text-xs text-muted">{hint}</span>}
    </List.Item>
  )
}
