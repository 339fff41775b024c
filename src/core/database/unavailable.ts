/** Tells a database that is away for a moment from a mistake. */
import { AppError } from '../../contract/index.ts'

/**
 * Of Node, where nobody listens or the connection breaks; and of Postgres (appendix A of its manual): class 08, connection exceptions;
 * 53300, too many connections; 57P01 to 57P03, shutting down, crashed, or starting.
 */
const AWAY = /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|08.{3}|53300|57P0[123])$/
/** What pg says without a code. */
const CUT_OFF = /^(?:Connection terminated|Client has encountered a connection error)/

/** `service_unavailable` when `error` says that the database cannot be reached now, else `error`. */
export function orUnavailable(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const isAway = AWAY.test(code) || CUT_OFF.test(error.message)
  return isAway ? new AppError('service_unavailable', { service: 'database' }, { cause: error }) : error
}
