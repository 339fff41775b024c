/** Links come from anywhere: only the two known forms pass. */
import { describe, expect, it } from 'vitest'
import { parseDeepLink } from './deep-link.ts'

const id = '01910f3a-8d5e-7c3b-9a4e-0123456789ab'

describe('a docuchat link', () => {
  it('names a document, and a page of it', () => {
    expect(parseDeepLink(`docuchat://document/${id}`)).toEqual({ type: 'link', kind: 'document', id })
    expect(parseDeepLink(`docuchat://document/${id}?page=12`)).toEqual({
      ...{ type: 'link', kind: 'document', id, page: 12 },
    })
  })

  it('names a chat', () => {
    expect(parseDeepLink(`docuchat://chat/${id}`)).toEqual({ type: 'link', kind: 'chat', id })
  })

  it.each([
    'not a link',
    `https://document/${id}`,
    'docuchat://document/../../etc/passwd',
    'docuchat://document/1',
    `docuchat://settings/${id}`,
    `docuchat://user@document/${id}`,
    `docuchat://document:80/${id}`,
    `docuchat://document/${id}/more`,
    `docuchat://document/${id}?page=0`,
    `docuchat://document/${id}?page=-1`,
    `docuchat://document/${id}?page=1e9`,
    `javascript:alert("docuchat://chat/${id}")`,
  ])('is not %s', (text) => {
    expect(parseDeepLink(text)).toBeUndefined()
  })
})
