/** The one connection of this window to what runs behind it. */
import { openHost } from '../host/index.ts'

export const host = openHost()
export const client = host.client
