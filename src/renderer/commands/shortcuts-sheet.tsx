/** All shortcuts on one sheet, by the part of the window they belong to. */
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Dialog, Keys } from '../kit/index.ts'
import { useApp } from '../state/app.ts'
import { allCommands, type Command } from './commands.ts'

/** The first part of a command's name, and the group in which it is listed. */
const GROUPS = {
  chat: 'chat',
  document: 'document',
  documents: 'document',
  library: 'library',
  viewer: 'viewer',
  search: 'search',
  palette: 'search',
  shortcuts: 'search',
  settings: 'settings',
  window: 'window',
} as const
type GroupName = (typeof GROUPS)[keyof typeof GROUPS]
const ORDER: readonly GroupName[] = ['chat', 'document', 'library', 'viewer', 'search', 'settings', 'window']

/** Keys that mean something only where the focus is, and are no commands of the window. */
const IN_PLACE = [
  { group: 'chat', name: 'keySend', keys: 'Enter' },
  { group: 'chat', name: 'keyNewLine', keys: 'Shift Enter' },
  { group: 'chat', name: 'keyEditLast', keys: '↑' },
  { group: 'library', name: 'keyOpenRow', keys: 'Enter' },
  { group: 'library', name: 'keyScopeRow', keys: 'Space' },
  { group: 'library', name: 'keyRenameRow', keys: 'F2' },
  { group: 'library', name: 'keyRemoveRow', keys: 'Delete' },
  { group: 'library', name: 'keyMoreRows', keys: 'Shift ↓' },
] as const

export function ShortcutsSheet() {
  const { t } = useTranslation(['palette', 'common'])
  const button = useRef<HTMLButtonElement>(null)
  // Else the dialog gives the focus to what scrolls.
  useEffect(() => button.current?.focus(), [])
  const close = () => useApp.getState().set({ shortcuts: false })
  const commands = allCommands().flatMap((command) =>
    command.keys === undefined
      ? []
      : [{ group: groupOf(command), title: command.title(), keys: command.keys }],
  )
  const inPlace = IN_PLACE.map(({ group, name, keys }) => ({ group, title: t(name), keys }))
  return (
    <Dialog title={t('openShortcuts')} onClose={close} className="min-w-[min(760px,92vw)]">
      <div
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        tabIndex={0}
        className="min-h-0 flex-1 columns-2 gap-8 overflow-y-auto px-5 pb-4 outline-offset-[-2px] max-[640px]:columns-1"
      >
        {ORDER.map((group) => (
          <Shortcuts
            key={group}
            title={t(`group_${group}`)}
            shortcuts={[...commands, ...inPlace].filter((shortcut) => shortcut.group === group)}
          />
        ))}
      </div>
      <div className="flex justify-end border-t border-line px-5 py-3">
        <Button ref={button} onClick={close}>
          {t('common:close')}
        </Button>
      </div>
    </Dialog>
  )
}

function groupOf({ name }: Command): GroupName {
  const part = name.split('.')[0] ?? ''
  return isGrouped(part) ? GROUPS[part] : 'window'
}

const isGrouped = (part: string): part is keyof typeof GROUPS => Object.hasOwn(GROUPS, part)

function Shortcuts({
  title,
  shortcuts,
}: {
  readonly title: string
  readonly shortcuts: readonly { readonly title: string; readonly keys: string }[]
}) {
  if (shortcuts.length === 0) return null
  return (
    <section className="mb-4 break-inside-avoid">
      <h3 className="mb-1 font-semibold">{title}</h3>
      <dl>
        {shortcuts.map((shortcut) => (
          <div key={shortcut.title} className="flex min-h-7 items-center gap-3 border-b border-line py-0.5">
            <dt className="min-w-0 flex-1">{shortcut.title}</dt>
            <dd>
              <Keys keys={shortcut.keys} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
