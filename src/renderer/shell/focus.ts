/** Moves the focus from pane to pane, where it was in each before. */

const PANES = '[data-pane]'
const remembered = new WeakMap<Element, HTMLElement>()

/** Remembers where the focus is in each pane, until the returned function is called. */
export function rememberFocus(): () => void {
  const onFocus = ({ target }: FocusEvent) => {
    if (!(target instanceof HTMLElement)) return
    const pane = target.closest(PANES)
    if (pane) remembered.set(pane, target)
  }
  document.addEventListener('focusin', onFocus)
  return () => document.removeEventListener('focusin', onFocus)
}

/** `by` is 1 for the next pane and -1 for the one before, in the order of the window. */
export function focusNextPane(by: 1 | -1): void {
  const panes = [...document.querySelectorAll(PANES)].filter((pane) => pane.getClientRects().length > 0)
  const at = panes.findIndex((pane) => pane.contains(document.activeElement))
  const next = panes[(at + by + panes.length) % panes.length]
  if (!next) return
  const before = remembered.get(next)
  const first = next.querySelector<HTMLElement>('textarea, [tabindex="0"], button, input, a[href]')
  const target = before?.isConnected ? before : first
  target?.focus()
}
