/** Reads `docuchat://` links, which any web page may write: only the forms we know pass, with checked ids. */
import type { HostEvent } from '../contract/host.ts'
import { idSchema } from '../contract/values.ts'

export const LINK_SCHEME = 'docuchat'

/** `docuchat://document/ID?page=N` or `docuchat://chat/ID`; undefined for anything else. */
export function parseDeepLink(text: string): Extract<HostEvent, { type: 'link' }> | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  if (url.protocol !== `${LINK_SCHEME}:` || url.username !== '' || url.port !== '') return undefined
  const kind = url.host
  if (kind !== 'document' && kind !== 'chat') return undefined
  const id = idSchema.safeParse(url.pathname.replace(/^\/|\/$/g, ''))
  if (!id.success) return undefined
  const page = url.searchParams.get('page')
  if (page === null || kind === 'chat') return { type: 'link', kind, id: id.data }
  return /^[1-9]\d{0,5}$/.test(page) ? { type: 'link', kind, id: id.data, page: Number(page) } : undefined
}
