/** The address of a server as people type it. */
import { serverUrlSchema } from '../../contract/index.ts'

export type ReadAddress =
  | { readonly url: string }
  /** Why it is none: not an address at all, or one that anybody on the way could read along with. */
  | { readonly problem: 'bad' | 'insecure' }

/** Without a scheme it is https, and on this computer http, where nobody has a certificate. */
export function readAddress(typed: string): ReadAddress {
  const text = typed.trim()
  if (text === '' || /\s/.test(text)) return { problem: 'bad' }
  const scheme = /^[a-z]+:\/\//i.test(text) ? '' : isHere(text) ? 'http://' : 'https://'
  const written = URL.parse(scheme + text)
  if (!written || !/^https?:$/.test(written.protocol) || !isHost(written.hostname)) return { problem: 'bad' }
  const { data } = serverUrlSchema.safeParse(written.href)
  return data === undefined ? { problem: 'insecure' } : { url: data }
}

const isHere = (text: string) => /^(localhost|127(\.\d+){3}|\[::1\])(?=[:/]|$)/i.test(text)

/** One word alone is a slip, such as an organisation's name in the wrong field. */
const isHost = (hostname: string) => hostname === 'localhost' || /[.:]/.test(hostname)
