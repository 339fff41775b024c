/** The sign-in that this browser keeps: of this tab, and of all of them where its user stays signed in. */
import { type SignedIn, signedInSchema } from '../../contract/index.ts'

const KEY = 'docuchat.sign-in'

/** Undefined when there is none, or one that this version does not understand. */
export function keptSignIn(): SignedIn | undefined {
  const text = sessionStorage.getItem(KEY) ?? localStorage.getItem(KEY)
  return text === null ? undefined : parsed(text)
}

/** Keeps it for this tab; with `stay`, until it is forgotten. */
export function keepSignIn(signedIn: SignedIn, stay: boolean): void {
  const text = JSON.stringify(signedIn)
  sessionStorage.setItem(KEY, text)
  if (stay) localStorage.setItem(KEY, text)
}

/** Leaves alone what another tab has kept meanwhile. */
export function forgetSignIn({ token }: SignedIn): void {
  sessionStorage.removeItem(KEY)
  if (staysSignedIn({ token })) localStorage.removeItem(KEY)
}

export function staysSignedIn({ token }: Pick<SignedIn, 'token'>): boolean {
  return parsed(localStorage.getItem(KEY) ?? '')?.token === token
}

function parsed(text: string): SignedIn | undefined {
  try {
    return signedInSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
