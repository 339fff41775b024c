/** This tab's right to talk to the server of local web mode: a one-time token from its address, exchanged for a secret of its own. */
import { answerOf } from './answer.ts'

/** In this tab alone and gone with it; a cookie would go to every other port of this computer too. */
const KEY = 'docuchat.session'

export interface WebSession {
  /** `away` when the server does not answer. */
  enter(): Promise<'entered' | 'refused' | 'away'>
  secret(): string
  headers(): Record<string, string>
  /** The JSON that the server answers with; its errors are thrown as those of the client are. */
  json(method: 'POST', path: string, body?: Blob, headers?: Record<string, string>): Promise<unknown>
}

export function openSession(): WebSession {
  let token = takeToken()
  // A new address opened in this tab comes without loading the page again.
  window.addEventListener('hashchange', () => {
    const fresh = takeToken()
    if (fresh) token = fresh
  })

  const secret = () => sessionStorage.getItem(KEY) ?? ''
  const headers = () => ({ authorization: `Bearer ${secret()}` })

  /** A failure of the network is undefined: the server is away, which says nothing of the token. */
  async function ask(method: 'GET' | 'POST', init: RequestInit): Promise<Response | undefined> {
    return fetch('/session', { method, ...init }).catch(() => undefined)
  }

  return {
    secret,
    headers,
    async enter() {
      if (token) {
        const response = await ask('POST', { body: token })
        if (!response) return 'away'
        token = undefined
        if (response.ok) sessionStorage.setItem(KEY, await response.text())
      }
      const response = await ask('GET', { headers: headers() })
      if (!response) return 'away'
      if (response.ok) return 'entered'
      return response.status === 401 ? 'refused' : 'away'
    },
    async json(method, path, body, more) {
      const init = { method, headers: { ...headers(), ...more }, ...(body && { body }) }
      return answerOf(await fetch(path, init))
    },
  }
}

/** The token of `#token=…`, which then leaves the address, so that neither history nor a copied link holds it. */
function takeToken(): string | undefined {
  const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? undefined
  if (token) history.replaceState(null, '', location.pathname + location.search)
  return token
}
