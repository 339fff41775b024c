/** Whether the window is being printed. */
import { useSyncExternalStore } from 'react'
import { flushSync } from 'react-dom'

let printing = false
const listeners = new Set<() => void>()

function change(to: boolean): void {
  printing = to
  // The browser lays the page out right after this event.
  flushSync(() => {
    for (const listener of listeners) listener()
  })
}

window.addEventListener('beforeprint', () => change(true))
window.addEventListener('afterprint', () => change(false))

export const usePrinting = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => printing,
  )
