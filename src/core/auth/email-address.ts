/** One spelling for each e-mail address. */
import { domainToASCII } from 'node:url'
import { AppError } from '../../contract/index.ts'

/**
 * The address as it is stored and compared: without space around it, in lower case, its domain in ASCII. Providers that tell upper
 * case apart in the local part are not known to exist (RFC 5321 allows it). Throws `bad_request`.
 */
export function normalizeAddress(address: string): string {
  const [, local = '', domain = ''] =
    /^([^\s@\p{Cc}]+)@([^\s@]+)$/u.exec(address.trim().normalize('NFC')) ?? []
  const ascii = domainToASCII(domain)
  if (local === '' || ascii === '')
    throw new AppError('bad_request', { reason: 'email: not an e-mail address' })
  return `${local.toLowerCase()}@${ascii}`
}
