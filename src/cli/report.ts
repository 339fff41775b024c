/** Tells a failed command's reason and sets its exit code: 1 for failures, 2 for requests that make no sense. */
import { randomUUID } from 'node:crypto'
import { AppError, type ErrorInfo, errorInfoSchema, errorTable, toErrorInfo } from '../contract/index.ts'
import { logError } from '../core/device/index.ts'
import type { GlobalOptions } from './session.ts'
import { createTerminal } from './terminal.ts'

export function report(error: unknown, options: GlobalOptions): void {
  const terminal = createTerminal({ quiet: options.quiet ?? false, verbose: options.verbose ?? false })
  const reference = randomUUID().slice(0, 8)
  const info = errorInfoOf(error, reference)
  if (info.code === 'internal') logError(options.data, error, reference)
  terminal.fail(info.message)
  if (terminal.verbose && error instanceof Error) terminal.note(error.stack ?? error.message)
  process.exitCode ||= errorTable[info.code].status === 400 ? 2 : 1
}

/** An error of the core, or of the contract's client, which carries the same facts as its data. */
export function errorInfoOf(error: unknown, reference?: string): ErrorInfo {
  if (error instanceof AppError) return toErrorInfo(error)
  const data = typeof error === 'object' && error !== null && 'data' in error ? error.data : undefined
  const carried = errorInfoSchema.safeParse(data)
  return carried.success && carried.data.code !== 'internal' ? carried.data : toErrorInfo(error, reference)
}
