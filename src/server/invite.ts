/** Tells people of their invitations by mail. */
import type { InvitationNews } from '../core/tenants/index.ts'
import type { ServerConfig } from './config.ts'
import type { ServerParts } from './parts.ts'

/** An invitation can be renewed at will; a stranger's mailbox is not to be filled with it. */
const MAILS_PER_ADDRESS = 3
const WITHIN_SECONDS = 3_600

/** A function that sends such a mail. It rejects when the mail server does not take it: the invitation holds nevertheless. */
export function createInvite(
  { PUBLIC_URL }: Pick<ServerConfig, 'PUBLIC_URL'>,
  { kv, mail }: Pick<ServerParts, 'kv' | 'mail'>,
): (news: InvitationNews) => Promise<void> {
  return async ({ invitation: { email, expiresAt }, ...names }) => {
    const { value } = await kv.increment(`invitations:${email}`, WITHIN_SECONDS)
    if (value > MAILS_PER_ADDRESS) return
    const url = PUBLIC_URL === undefined ? {} : { url: new URL('app/', withSlash(PUBLIC_URL)).href }
    await mail.sendInvitation({ to: email, expiresAt, ...names, ...url })
  }
}

const withSlash = (url: string) => (url.endsWith('/') ? url : `${url}/`)
