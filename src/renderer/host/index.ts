/** Opens the host that the window runs in. */
import { openDesktopHost } from './desktop-host.ts'
import type { Host } from './host.ts'
import { openWebHost } from './web-host.ts'

export type { Addable, Client, ConnectionState, Host } from './host.ts'

/** The desktop when the preload script has lent its bridge, else the browser. */
export function openHost(): Host {
  return window.docuchat ? openDesktopHost(window.docuchat) : openWebHost()
}
