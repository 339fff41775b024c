/** The server's log: JSON lines with who, what and how long; never a token, a key, an address’s query or the text of a document. */
import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino'

/** Wherever they stand in what is logged. */
const SECRETS = ['authorization', 'cookie', 'password', 'token', 'code', 'secret', 'apiKey'].flatMap(
  (name) => [name, `*.${name}`, `*.*.${name}`],
)

export function createLog(level: string, destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    redact: { paths: SECRETS, censor: '[removed]' },
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: describeError },
  }
  return destination ? pino(options, destination) : pino(options)
}

/** Not what an error carries besides: the recipients of a mail, a row that was not taken, what a model was sent. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error }
  const { cause, message, name, stack } = error
  // Under a name of its own: a `code` signs someone in, and is removed.
  const code = 'code' in error ? { errorCode: error.code } : {}
  return { type: name, ...code, message, stack, ...(cause !== undefined && { cause: describeError(cause) }) }
}
