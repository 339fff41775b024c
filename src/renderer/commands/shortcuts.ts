/** Runs the command whose keys were pressed. Keys without a modifier count only outside text fields. */
import { allCommands } from './commands.ts'

const isMac = /mac/i.test(navigator.platform)

/** Listens until the returned function is called. */
export function listenToShortcuts(): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return
    const pressed = keysOf(event)
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !/^F\d/.test(event.key)
    if (plain && event.key !== 'Escape' && isTyping(event.target)) return
    if (document.querySelector('dialog[open]') && plain) return
    const command = allCommands().find(({ keys }) => keys === pressed)
    if (!command) return
    event.preventDefault()
    command.run()
  }
  document.addEventListener('keydown', onKeyDown)
  return () => document.removeEventListener('keydown', onKeyDown)
}

/** The event's keys as commands spell them: `Ctrl Alt Shift KEY`. Letters by their place, so that a Persian keyboard works too. */
export function keysOf(event: KeyboardEvent): string {
  const letter = /^(?:Key|Digit)(\w)$/.exec(event.code)?.[1]
  const modified = event.ctrlKey || event.metaKey || event.altKey
  const named = NAMES[event.key] ?? event.key
  const key = letter !== undefined && modified ? letter : named
  return [
    (isMac ? event.metaKey : event.ctrlKey) && 'Ctrl',
    event.altKey && 'Alt',
    event.shiftKey && (modified || key.length > 1) && 'Shift',
    key,
  ]
    .filter(Boolean)
    .join(' ')
}

const NAMES: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  ' ': 'Space',
  '+': '=',
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    /^(TEXTAREA|SELECT)$/.test(target.tagName) ||
    (target instanceof HTMLInputElement && !/^(radio|checkbox|button|range)$/.test(target.type)))
