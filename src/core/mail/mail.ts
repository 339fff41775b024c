/** Sends the mails of the hosted server. */
import { setTimeout as sleep } from 'node:timers/promises'
import { createTransport, type Transporter } from 'nodemailer'
import { type CodeMail, codeMail } from './code-mail.ts'
import { type InvitationMail, invitationMail } from './invitation-mail.ts'
import type { MailContent } from './letter.ts'

export interface Mail {
  /** Resolves when the mail server has taken it. Throws what the last of three attempts threw. */
  sendCode(mail: CodeMail): Promise<void>
  /** As {@link sendCode}. */
  sendInvitation(mail: InvitationMail): Promise<void>
  close(): void
}

const PAUSES_MS = [500, 3_000]

/** Sends by the server of `smtpUrl` (`smtp://user:password@host:587`, or `smtps://`). */
export function openMail({ smtpUrl, from }: { readonly smtpUrl: string; readonly from: string }): Mail {
  const transport: Transporter = createTransport(smtpUrl)

  async function send(to: string, content: MailContent): Promise<void> {
    // The recipient as an object: a text would be read as a list of addresses.
    const message = { from, to: { name: '', address: to }, ...content }
    for (const pause of [...PAUSES_MS, undefined]) {
      try {
        await transport.sendMail(message)
        return
      } catch (error) {
        if (pause === undefined || isRefused(error)) throw error
        await sleep(pause)
      }
    }
  }

  return {
    sendCode: ({ to, ...mail }) => send(to, codeMail(mail)),
    sendInvitation: (mail) => send(mail.to, invitationMail(mail)),
    close: () => transport.close(),
  }
}

/** Where no mail server is set: the code goes to whoever runs the server. */
export function logMail(log: (line: string) => void): Mail {
  return {
    async sendCode({ to, code, tenantName }) {
      log(`Sign-in code of ${to} for ${tenantName}: ${code}`)
    },
    async sendInvitation({ to, tenantName }) {
      log(`${to} is invited to ${tenantName}; no mail server is set, so tell them.`)
    },
    close() {},
  }
}

/** A permanent refusal (5yz, RFC 5321): trying again changes nothing. */
function isRefused(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'responseCode' in error ? error.responseCode : 0
  return typeof code === 'number' && code >= 500
}
