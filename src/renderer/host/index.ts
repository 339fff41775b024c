/** Opens the host that the window runs in. */
import { openDesktopHost } from './desktop-host.ts'
import type { Host } from './host.ts'
import { HOSTED_PATH, openHostedHost } from './hosted-host.ts'
import { openWebHost } from './web-host.ts'

export type { Account, Addable, Client, ConnectionState, Host } from './host.ts'

/** The desktop when the preload script has lent its bridge, else a browser: at a hosted server below its path, or at this computer. */
export function openHost(): Host {
  if (window.docuchat) return openDesktopHost(window.docuchat)
  return location.pathname.startsWith(HOSTED_PATH) ? openHostedHost() : openWebHost()
}
