/** The server at its edges: what it tells anyone, what it refuses and how it says so. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Document, FilePage } from '../../src/contract/index.ts'
import { annualReportPdf } from '../fixtures/pdf.ts'
import { type Caller, type Hosted, isMissing, openHosted } from './hosted.ts'

describe.skipIf(isMissing)('the server', () => {
  let hosted: Hosted
  let owner: Caller
  let slug: string
  beforeAll(async () => {
    hosted = await openHosted({ REQUESTS_PER_MINUTE: '60', CORS_ORIGINS: 'https://app.example.com' })
    const tenant = await hosted.addTenant()
    owner = tenant.owner
    slug = tenant.slug
  })
  afterAll(() => hosted?.close())

  const get = (path: string, init?: RequestInit) => fetch(hosted.url + path, init)

  it.each([
    ['/', 'application/json', '"docs":"/docs"'],
    ['/healthz', 'application/json', '"ok"'],
    ['/readyz', 'application/json', '"redis":"ok"'],
    ['/docs', 'text/html', 'swagger-ui-bundle.js'],
    ['/docs/assets/swagger-ui-bundle.js', 'application/javascript', 'SwaggerUIBundle'],
    ['/redoc', 'text/html', '<redoc'],
    ['/docs/assets/redoc.standalone.js', 'application/javascript', 'Redoc'],
    ['/openapi.json', 'application/json', '"openapi":"3.1'],
    ['/metrics', 'text/plain', 'docuchat_http_request_seconds_bucket'],
  ])('shows %s to anyone', async (path, type, part) => {
    const response = await get(path)
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining(type),
    ])
    expect(await response.text()).toContain(part)
  })

  it('answers with headers that browsers and people need', async () => {
    const { headers } = await get('/')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('lets the browsers of listed origins in, and no others', async () => {
    const preflight = (origin: string) =>
      get('/v1/files', { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'GET' } })
    const allowed = await preflight('https://app.example.com')
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example.com')
    const foreign = await preflight('https://evil.example.com')
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull()
  })

  it.each([
    ['a path that is none', 'GET', '/nowhere', {}, 404, 'not_found'],
    ['a method that is none', 'PUT', '/v1/files', {}, 405, 'method_not_allowed'],
    ['a method that no route has', 'QUERY', '/v1/files', {}, 405, 'method_not_allowed'],
    ['a path that no one can read', 'GET', '/v1/files/%ZZ', {}, 400, 'bad_request'],
    ['more than fits', 'GET', `/v1/search?query=${'x'.repeat(70_000)}`, {}, 431, 'request_header_too_large'],
    ['no token', 'GET', '/v1/files', { 'x-tenant-id': 'x' }, 401, 'not_signed_in'],
    [
      'a token that is none',
      'GET',
      '/v1/files',
      { authorization: 'Bearer x', 'x-tenant-id': 'x' },
      401,
      'not_signed_in',
    ],
  ] as const)('refuses %s as a problem', async (_, method, path, headers, status, code) => {
    const response = await get(path, { method, headers })
    expect([response.status, response.headers.get('content-type')]).toEqual([
      status,
      expect.stringContaining('application/problem+json'),
    ])
    expect(await response.json()).toMatchObject({
      status,
      code,
      type: `urn:docuchat:error:${code}`,
      requestId: expect.any(String),
    })
  })

  it('says what was wrong in the language asked for', async () => {
    const response = await get('/v1/files', {
      headers: { ...owner.headers, 'x-tenant-id': 'another', 'accept-language': 'fa-IR,fa;q=0.9' },
    })
    expect(await response.json()).toMatchObject({
      code: 'tenant_mismatch',
      detail: expect.stringContaining('سازمان'),
    })
  })

  it('keeps text as a database can, and refuses what is no text', async () => {
    const create = (name: string) =>
      owner.request('POST', '/folders', { id: randomUUID(), name, parentId: null })
    expect(await (await create(' a\0b\uD800 ')).json()).toMatchObject({ name: 'a\uFFFDb\uFFFD' })
    expect((await create(' \n')).status).toBe(400)
    const json = { 'content-type': 'application/json' }
    const init = { method: 'POST', headers: json, body: JSON.stringify({ email: owner.email }) }
    expect((await get('/v1/auth/request-code?tenant=%00', init)).status).toBe(404)
  })

  it('restores a folder twice, and makes none with the id of one in the bin', async () => {
    const folder = { id: randomUUID(), name: 'Reports', parentId: null }
    const call = async (method: string, path: string, body?: object) =>
      (await owner.request(method, `/folders${path}`, body)).status
    expect(await call('POST', '', folder)).toBe(201)
    expect(await call('DELETE', `/${folder.id}`)).toBe(200)
    expect(await call('POST', '', folder)).toBe(409)
    expect(await call('POST', `/${folder.id}/restore`)).toBe(200)
    expect(await call('POST', `/${folder.id}/restore`)).toBe(200)
    expect(await call('POST', `/${folder.id}/move`, { parentId: folder.id })).toBe(409)
  })

  it('takes the longest question there may be, and one document of a scope, from a URL', async () => {
    const query = new URLSearchParams({ query: 'س'.repeat(4_000), 'scope[documentIds]': randomUUID() })
    expect(await owner.json('GET', `/search?${query}`)).toEqual([])
  })

  it.each([
    ['an array where an object belongs', 'application/json', '[null]', 400],
    ['text where a number belongs', 'application/json', '{"userId":null,"window":"24h","tokens":"5"}', 400],
    ['a form where JSON belongs', 'multipart/form-data; boundary=x', '--x--', 415],
    ['text', 'text/plain', 'tokens', 415],
  ])('refuses %s', async (_, type, body, status) => {
    const headers = { ...owner.headers, 'content-type': type }
    expect((await get('/v1/quotas', { method: 'PUT', headers, body })).status).toBe(status)
  })

  it('knows the tenant by its short name and by its id', async () => {
    for (const tenant of [slug, owner.tenantId]) {
      const response = await get('/v1/usage', { headers: { ...owner.headers, 'x-tenant-id': tenant } })
      expect(response.status).toBe(200)
    }
  })

  describe('files', () => {
    let document: Document
    let pdf: Uint8Array
    beforeAll(async () => {
      pdf = await annualReportPdf()
      document = await owner.addReady('Annual report.pdf', pdf)
    })

    it('are taken with where to follow them, and the same bytes once', async () => {
      const response = await owner.upload('Again.pdf', pdf)
      expect(response.status).toBe(202)
      expect(response.headers.get('location')).toBe(`/v1/files/${document.id}`)
      expect(await response.json()).toMatchObject({
        duplicate: true,
        statusUrl: `/v1/files/${document.id}/events`,
      })
    })

    it('are given back whole and in ranges', async () => {
      const content = (range?: string) =>
        get(`/v1/files/${document.id}/content`, {
          headers: { ...owner.headers, ...(range !== undefined && { range }) },
        })
      expect(new Uint8Array(await (await content()).arrayBuffer())).toEqual(Uint8Array.from(pdf))
      const part = await content('bytes=5-14')
      expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 5-14/${pdf.length}`])
      expect(new Uint8Array(await part.arrayBuffer())).toEqual(Uint8Array.from(pdf.slice(5, 15)))
      expect((await content(`bytes=${pdf.length}-`)).status).toBe(416)
    })

    it('are renamed, put into the bin and taken out of it', async () => {
      expect(await owner.json('PATCH', `/files/${document.id}`, { name: 'Renamed.pdf' })).toMatchObject({
        name: 'Renamed.pdf',
      })
      await owner.request('DELETE', `/files/${document.id}`)
      expect(((await owner.json('GET', '/files')) as FilePage).items).toEqual([])
      expect(await owner.json('POST', `/files/${document.id}/restore`)).toMatchObject({ id: document.id })
      expect(((await owner.json('GET', '/files')) as FilePage).items).toHaveLength(1)
    })

    it('are refused beyond 25 MB', async () => {
      const response = await owner.upload('Large.pdf', new Uint8Array(25 * 1024 * 1024 + 1))
      expect([response.status, await response.json()]).toMatchObject([413, { code: 'document_too_large' }])
    })

    it('that are no PDFs are listed with the reason', async () => {
      const { document: odd } = (await (
        await owner.upload('Notes.pdf', Buffer.from('just text'))
      ).json()) as { document: Document }
      await (await owner.request('GET', `/files/${odd.id}/events`)).text()
      expect(await owner.json('GET', `/files/${odd.id}`)).toMatchObject({
        status: 'failed',
        error: { code: 'document_not_pdf' },
      })
    })

    it('take their fields before the file or after it', async () => {
      for (const order of [['name', 'file'] as const, ['file', 'name'] as const]) {
        const form = new FormData()
        for (const key of order) {
          if (key === 'name') form.append(key, 'Given.pdf')
          else form.append(key, new Blob([order.join()]), 'Sent.pdf')
        }
        const response = await get('/v1/files', { method: 'POST', headers: owner.headers, body: form })
        expect(await response.json()).toMatchObject({ document: { name: 'Given.pdf' } })
      }
    })

    it('are given back though they are empty', async () => {
      const { document: empty } = (await (await owner.upload('Empty.pdf', new Uint8Array())).json()) as {
        document: Document
      }
      const response = await owner.request('GET', `/files/${empty.id}/content`)
      expect([response.status, await response.text()]).toEqual([200, ''])
    })

    it('are refused without a boundary between their parts', async () => {
      const headers = { ...owner.headers, 'content-type': 'multipart/form-data' }
      expect((await get('/v1/files', { method: 'POST', headers, body: 'x' })).status).toBe(400)
    })

    it('are refused without a file, and as anything but multipart', async () => {
      const form = new FormData()
      form.append('name', 'x')
      const empty = await get('/v1/files', { method: 'POST', headers: owner.headers, body: form })
      expect([empty.status, await empty.json()]).toMatchObject([400, { code: 'bad_request' }])
      const json = await owner.request('POST', '/files', { file: 'x' })
      expect([json.status, await json.json()]).toMatchObject([415, { code: 'unsupported_media_type' }])
    })
  })

  it('lets a viewer read and ask, and change nothing', async () => {
    const email = `viewer-${randomUUID()}@example.com`
    await owner.json('POST', '/invitations', { email, role: 'viewer' })
    const viewer = await hosted.signIn(slug, email)
    expect((await viewer.request('GET', '/files')).status).toBe(200)
    const refused = await viewer.upload('Report.pdf', await annualReportPdf())
    expect([refused.status, await refused.json()]).toMatchObject([403, { code: 'forbidden' }])
    expect((await viewer.request('GET', '/members')).status).toBe(403)
  })

  it('tells whoever is invited by mail, and fills nobody’s mailbox with it', async () => {
    const { slug, owner } = await hosted.addTenant()
    const email = `invited-${randomUUID()}@example.com`
    for (let times = 0; times < 5; times++)
      expect((await owner.request('POST', '/invitations', { email, role: 'member' })).status).toBe(201)
    const invitations = () => hosted.mail.mails.filter(({ to }) => to.includes(email))
    await expect.poll(() => invitations().length).toBe(3)
    expect(invitations()[0]?.source).toContain(slug)
    expect((await hosted.signIn(slug, email)).role).toBe('member')
    expect(invitations()).toHaveLength(4)
  })

  it('ends the sign-ins of a member whose role changes', async () => {
    const email = `member-${randomUUID()}@example.com`
    await owner.json('POST', '/invitations', { email, role: 'member' })
    const member = await hosted.signIn(slug, email)
    await owner.json('PATCH', `/members/${member.userId}`, { role: 'admin' })
    const response = await member.request('GET', '/files')
    expect([response.status, await response.json()]).toMatchObject([401, { code: 'session_ended' }])
  })

  it('sends a code again to nobody within a minute, known or not', async () => {
    for (const email of [owner.email, `nobody-${randomUUID()}@example.com`]) {
      const ask = () =>
        get('/v1/auth/request-code', {
          ...{ method: 'POST', headers: { 'x-tenant-id': slug, 'content-type': 'application/json' } },
          body: JSON.stringify({ email }),
        })
      await ask()
      const again = await ask()
      expect(again.status).toBe(429)
      expect(Number(again.headers.get('retry-after'))).toBeGreaterThan(0)
    }
  })

  it('counts a user’s requests, and says when it has had enough', async () => {
    const { owner: eager } = await hosted.addTenant()
    const responses = await Promise.all(Array.from({ length: 61 }, () => eager.request('GET', '/usage')))
    const refused = responses.filter(({ status }) => status === 429)
    expect(refused).toHaveLength(1)
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(responses.find(({ status }) => status === 200)?.headers.get('ratelimit-limit')).toBe('60')
    expect((await owner.request('GET', '/usage')).status).toBe(200)
  })
})
