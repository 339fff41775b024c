/** Asks a server for a file or the rest of one, and reads what it declares about it. */
import { AppError } from '../../../../contract/index.ts'
import { isLocal } from '../../endpoints.ts'

/** The file as far as it is here, and the ETag it came with. */
export interface Partial {
  readonly bytes: number
  readonly etag: string
}

export interface Remote {
  readonly status: number
  readonly headers: Headers
  readonly body: ReadableStream<Uint8Array> | null
  /** SHA-256 that the server declares, hexadecimal. */
  readonly declared: string | undefined
}

const MAX_REDIRECTS = 5
const REDIRECTS = [301, 302, 303, 307, 308]

/**
 * Asks for what `partial` lacks, as long as the file is still the same, else for all of it. Redirects are followed by hand: a hub names
 * the checksum in the answer that leads on to its storage. Throws `bad_request` for an address that is neither https nor this computer's,
 * and what `fetch` throws.
 */
export async function openRemote(
  url: string,
  partial: Partial | undefined,
  signal: AbortSignal,
): Promise<Remote> {
  const headers: Record<string, string> = {
    // What is counted and checked are the bytes of the file.
    'accept-encoding': 'identity',
    // RFC 9110, 13.1.5: the range only if the file is unchanged, else everything.
    ...(partial && { range: `bytes=${partial.bytes}-`, 'if-range': partial.etag }),
  }
  let address = new URL(url)
  let declared: string | undefined
  for (let redirects = 0; ; redirects += 1) {
    requireSafe(address)
    const response = await fetch(address, { headers, redirect: 'manual', signal })
    declared ??= declaredChecksum(response.headers)
    const { status, body } = response
    const location = REDIRECTS.includes(status) ? response.headers.get('location') : null
    if (location === null || redirects === MAX_REDIRECTS)
      return { status, headers: response.headers, body, declared }
    await body?.cancel()
    address = new URL(location, address)
  }
}

/** A model is code's neighbour: who could change it on its way could change what is found. */
export function requireSafe(address: URL): void {
  if (address.protocol === 'https:') return
  if (address.protocol === 'http:' && isLocal(address.href)) return
  throw new AppError('bad_request', { reason: `models come over https only, not from ${address.origin}` })
}

/** Hugging Face names a large file by its SHA-256, in its own header or in the ETag; any other ETag says nothing of the content. */
function declaredChecksum(headers: Headers): string | undefined {
  return ['x-linked-etag', 'etag']
    .map((name) => /^(?:W\/)?"?([0-9a-f]{64})"?$/i.exec(headers.get(name) ?? '')?.[1]?.toLowerCase())
    .find((checksum) => checksum !== undefined)
}

/** An ETag that a range may be asked with: a weak one does not promise the same bytes. */
export function strongEtag(headers: Headers): string | undefined {
  const etag = headers.get('etag')
  return etag === null || etag.startsWith('W/') ? undefined : etag
}

/** Where the bytes of the answer belong, and how long the whole file is, as far as the server says so. */
export function placeOf({ status, headers }: Remote): {
  readonly start: number
  readonly total: number | undefined
} {
  if (status === 200) return { start: 0, total: wholeNumber(headers.get('content-length')) }
  // RFC 9110, 14.4: “bytes 100-199/200” of a part, “bytes */200” where there is none such.
  const range = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(headers.get('content-range') ?? '')
  return { start: wholeNumber(range?.[1]) ?? Number.POSITIVE_INFINITY, total: wholeNumber(range?.[2]) }
}

const wholeNumber = (text: string | null | undefined): number | undefined =>
  typeof text === 'string' && /^\d+$/.test(text) ? Number(text) : undefined
