/** Errors as the window shows them: any thrown value as its code and sentence in the interface's language. */
import { ORPCError } from '@orpc/client'
import i18next from 'i18next'
import { create } from 'zustand'
import {
  type ErrorCode,
  type ErrorInfo,
  errorInfoSchema,
  messageOf,
  toErrorInfo,
} from '../../contract/index.ts'

/** What the error says of itself, or `internal` for what no contract names. */
export function errorOf(error: unknown): ErrorInfo {
  const data = error instanceof ORPCError ? errorInfoSchema.safeParse(error.data) : undefined
  return data?.success ? data.data : toErrorInfo(error)
}

export const sentenceOf = ({ code, details }: ErrorInfo): string =>
  messageOf(code, details, i18next.language === 'fa' ? 'fa' : 'en')

interface ProblemState {
  /** Of something that was asked for and has no place of its own to say why it failed. */
  readonly problem: ErrorInfo | null
  report(error: unknown): void
  dismiss(): void
}

/** What was stopped says so in its place; where a sign-in has ended, people are asked to sign in. */
const TOLD_ELSEWHERE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'cancelled',
  'session_ended',
  'membership_ended',
  'not_signed_in',
])

export const useProblem = create<ProblemState>()((set) => ({
  problem: null,
  report: (error) => {
    const problem = errorOf(error)
    if (!TOLD_ELSEWHERE.has(problem.code)) set({ problem })
  },
  dismiss: () => set({ problem: null }),
}))

/** Runs what a click asked for; a failure is shown, never lost. */
export const attempt = (work: Promise<unknown>): void => {
  work.catch((error: unknown) => useProblem.getState().report(error))
}
