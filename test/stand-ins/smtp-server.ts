/** A mail server that keeps what it is given. */
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

export interface ReceivedMail {
  readonly to: readonly string[]
  /** Headers and body, as they came. */
  readonly source: string
}

export interface TestMailServer {
  readonly url: string
  readonly mails: ReceivedMail[]
  /** Refuses so many of the next mails, with this status. */
  refuse(times: number, status: number): void
  close(): Promise<void>
}

export async function startMailServer(): Promise<TestMailServer> {
  const mails: ReceivedMail[] = []
  let refusals = { times: 0, status: 451 }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo(_, __, done) {
      if (refusals.times === 0) return done()
      refusals = { ...refusals, times: refusals.times - 1 }
      done(Object.assign(new Error('refused'), { responseCode: refusals.status }))
    },
    onData(stream, { envelope }, done) {
      text(stream).then((source) => {
        mails.push({ to: envelope.rcptTo.map(({ address }) => address), source })
        done()
      }, done)
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refuse(times, status) {
      refusals = { times, status }
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
