/** Sign-in by e-mail: a code is sent to those who may enter a tenant; who gives it back gets a token. */
import {
  type Actor,
  AppError,
  CODE_COOLDOWN_SECONDS,
  CODE_SECONDS,
  type Language,
} from '../../contract/index.ts'
import type { KeyValueStore } from '../kv/index.ts'
import type { Mail } from '../mail/index.ts'
import { countTry, type Limit } from './limits.ts'
import type { SignInCodes } from './sign-in-codes.ts'
import type { IssuedToken, Tokens } from './tokens.ts'

/** Who may enter a tenant. Here and below, addresses come as `emailSchema` gives them. */
export interface Admissions {
  /** A member, someone invited, or someone of a domain that the tenant allows. */
  isWelcome(tenantId: string, email: string): Promise<boolean>
  /** The actor, made user and member where needed; undefined for someone who is not welcome. */
  admit(tenantId: string, email: string): Promise<Actor | undefined>
}

export interface CodeRequest {
  readonly tenantId: string
  readonly tenantName: string
  readonly email: string
  readonly language: Language
  readonly ip: string
}

export interface CodeAttempt {
  readonly tenantId: string
  readonly email: string
  readonly code: string
  readonly ip: string
}

export interface SignIn {
  /** Sends a code to those who are welcome; says the same, as fast, to everyone else. Throws `too_many_requests`. */
  requestCode(request: CodeRequest): Promise<void>
  /** Throws `code_wrong`, whatever was wrong, or `too_many_requests`. */
  verifyCode(attempt: CodeAttempt): Promise<IssuedToken & { readonly actor: Actor }>
  /** Waits for what is still being sent. */
  close(): Promise<void>
}

const COOLDOWN: Limit = { most: 1, seconds: CODE_COOLDOWN_SECONDS }
/** Nobody needs more; a stranger's mailbox is not to be filled. */
const CODES_PER_ADDRESS: Limit = { most: 5, seconds: 3_600 }
/** An office behind one address, on a Monday morning. */
const CODES_PER_IP: Limit = { most: 30, seconds: 3_600 }
/** With 5 attempts a code, it takes guesses at many addresses to come here. */
const ATTEMPTS_PER_IP: Limit = { most: 60, seconds: 3_600 }

export interface SignInParts {
  readonly kv: KeyValueStore
  readonly codes: SignInCodes
  readonly tokens: Tokens
  readonly mail: Mail
  readonly admissions: Admissions
  /** Told of what went wrong after the answer. */
  readonly onError: (error: unknown) => void
}

export function createSignIn({ kv, codes, tokens, mail, admissions, onError }: SignInParts): SignIn {
  const sending = new Set<Promise<void>>()

  async function send({ tenantId, tenantName, email, language }: CodeRequest): Promise<void> {
    if (!(await admissions.isWelcome(tenantId, email))) return
    const code = await codes.create(tenantId, email)
    await mail.sendCode({ to: email, code, tenantName, language, minutes: CODE_SECONDS / 60 })
  }

  return {
    async requestCode(request) {
      const { email } = request
      await countTry(kv, `codes:ip:${request.ip}`, CODES_PER_IP)
      await countTry(kv, `cooldown:${request.tenantId}:${email}`, COOLDOWN)
      await countTry(kv, `codes:${email}`, CODES_PER_ADDRESS)
      // After the answer: how long it takes says whether the address is known.
      const sent = send(request)
        .catch(onError)
        .finally(() => sending.delete(sent))
      sending.add(sent)
    },
    async verifyCode({ tenantId, email, code, ip }) {
      await countTry(kv, `attempts:ip:${ip}`, ATTEMPTS_PER_IP)
      const isRight = await codes.redeem(tenantId, email, code)
      const actor = isRight ? await admissions.admit(tenantId, email) : undefined
      if (!actor) throw new AppError('code_wrong')
      return { ...(await tokens.issue(actor)), actor }
    },
    async close() {
      await Promise.all(sending)
    },
  }
}
