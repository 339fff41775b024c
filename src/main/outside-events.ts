/** Holds back what happened outside the window until the window asks for its connection, then tells it in order. */
import type { BrowserWindow } from 'electron'
import { channels } from '../contract/desktop-channels.ts'
import type { HostEvent } from '../contract/host.ts'

export interface OutsideEvents {
  tell(event: HostEvent): void
  /** The page of the window listens from now on. */
  windowReady(): void
  /** Its page is being loaded anew, or the window is gone. */
  windowGone(): void
}

export function createOutsideEvents(window: () => BrowserWindow | undefined): OutsideEvents {
  let held: HostEvent[] = []
  let ready = false
  return {
    tell(event) {
      const open = window()
      if (ready && open) open.webContents.send(channels.event, event)
      // A state of the backend is old by the time a window opens, and the window asks for it anyway.
      else if (event.type !== 'backend') held.push(event)
    },
    windowReady() {
      ready = true
      const events = held
      held = []
      for (const event of events) this.tell(event)
    },
    windowGone() {
      ready = false
    },
  }
}
