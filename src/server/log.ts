/** The server's log: JSON lines with who, what and how long; never a token, a key, an address’s query or the text of a document. */
import { type DestinationStream, type Logger, pino } from 'pino'

/** Wherever they stand in what is logged. */
const SECRETS = ['authorization', 'cookie', 'password', 'token', 'code', 'secret', 'apiKey'].flatMap(
  (name) => [name, `*.${name}`, `*.*.${name}`],
)

export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    redact: { paths: SECRETS, censor: '[removed]' },
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  }
  return destination ? pino(options, destination) : pino(options)
}
