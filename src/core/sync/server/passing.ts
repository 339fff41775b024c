/** Tells what may go well another time from what never will. */
import { AppError, type ErrorCode } from '../../../contract/index.ts'

const PASSING: readonly ErrorCode[] = [
  'service_unavailable',
  'cancelled',
  'too_many_requests',
  'server_unreachable',
]
/** Postgres, appendix A: 08 is a lost connection, 40 a transaction rolled back for others' sake, 53 want of resources, 57 and 58 the server. */
const PASSING_CLASSES = ['08', '40', '53', '57', '58']

export function isPassing(error: unknown): boolean {
  if (error instanceof AppError) return PASSING.includes(error.code)
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  if (/^[0-9A-Z]{5}$/.test(code)) return PASSING_CLASSES.includes(code.slice(0, 2))
  return error.cause !== undefined && isPassing(error.cause)
}
