/** A keyboard shortcut, written as the platform writes it. */
const isMac = /mac/i.test(navigator.platform)
const MAC: Readonly<Record<string, string>> = { Ctrl: '⌘', Alt: '⌥', Shift: '⇧', Enter: '↩' }

/** `Ctrl Shift S` as it reads on this platform. */
export const spellKeys = (keys: string): string =>
  keys
    .split(' ')
    .map((key) => (isMac ? (MAC[key] ?? key) : key))
    .join(isMac ? '' : ' ')

export const Keys = ({ keys }: { readonly keys: string }) => (
  <kbd
    dir="ltr"
    className="shrink-0 rounded-chip border border-line bg-sunken px-1.25 font-sans text-2xs font-medium whitespace-nowrap text-muted"
  >
    {spellKeys(keys)}
  </kbd>
)
