/** What every store of blobs keeps to, on a folder and on an S3 server. */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import type { BlobStore } from './blob-store.ts'
import { openBlobs } from './open-blobs.ts'

process.env.AWS_ACCESS_KEY_ID ??= 'test'
process.env.AWS_SECRET_ACCESS_KEY ??= 'test'

const MOST = 32 * 1024 * 1024
/** Over the 5 MB from which an upload goes in parts. */
const LARGE = 11 * 1024 * 1024

const bucketUrl = inject('bucketUrl')
const places = [
  { place: 'a folder', at: (folder: string) => pathToFileURL(join(folder, 'blobs')).href, skip: false },
  { place: 'an S3 server', at: () => withPrefix(randomUUID()).href, skip: !bucketUrl },
]

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docuchat-blobs-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe.each(places)('blobs in $place', ({ at, skip }) => {
  const test = it.skipIf(skip)
  let tenantOf: (tenantId: string) => BlobStore
  let store: BlobStore
  beforeEach(async () => {
    if (skip) return
    tenantOf = await openBlobs(at(folder), join(folder, 'incoming'))
    store = tenantOf(randomUUID())
  })

  test('gives back what was put, whatever its size', async () => {
    for (const bytes of [0, 1, 70_000, LARGE]) {
      const content = randomBytes(bytes)
      const blob = await store.put(inParts(content), MOST)
      expect(blob).toEqual({ sha256: hashOf(content), bytes, stored: true })
      const { bytes: size, stream } = await store.open(blob.sha256)
      expect(size).toBe(bytes)
      expect(hashOf(await buffer(stream))).toBe(blob.sha256)
    }
  })

  test('gives any range, and the size of the whole', async () => {
    const content = randomBytes(1_000)
    const { sha256 } = await store.put(inParts(content), MOST)
    await fc.assert(
      fc.asyncProperty(fc.nat(999), fc.nat(999), async (one, other) => {
        const range = { start: Math.min(one, other), end: Math.max(one, other) }
        const { bytes, stream } = await store.open(sha256, range)
        expect(bytes).toBe(1_000)
        expect(await buffer(stream)).toEqual(content.subarray(range.start, range.end + 1))
      }),
      { numRuns: 20 },
    )
  })

  test('keeps nothing of what exceeds the limit, but tells its hash and size', async () => {
    const content = randomBytes(1_001)
    const blob = await store.put(inParts(content), 1_000)
    expect(blob).toEqual({ sha256: hashOf(content), bytes: 1_001, stored: false })
    expect(await store.has(blob.sha256)).toBe(false)
    expect(await incoming()).toEqual([])
  })

  test('keeps nothing of what broke off', async () => {
    const content = randomBytes(100)
    async function* broken() {
      yield content
      throw new Error('the connection went away')
    }
    await expect(store.put(broken(), MOST)).rejects.toThrow('the connection went away')
    expect(await store.has(hashOf(content))).toBe(false)
    expect(await incoming()).toEqual([])
  })

  test('keeps the same bytes once, however many put them at a time', async () => {
    const content = randomBytes(50_000)
    const blobs = await Promise.all(Array.from({ length: 5 }, () => store.put(inParts(content), MOST)))
    expect(new Set(blobs.map(({ sha256 }) => sha256))).toEqual(new Set([hashOf(content)]))
    const { stream } = await store.open(hashOf(content))
    expect(await buffer(stream)).toEqual(content)
    expect(await incoming()).toEqual([])
  })

  test('keeps tenants apart', async () => {
    const other = tenantOf(randomUUID())
    const { sha256 } = await store.put(inParts(randomBytes(10)), MOST)
    expect(await other.has(sha256)).toBe(false)
    await expect(other.open(sha256)).rejects.toMatchObject({ code: 'not_found' })
    await other.remove(sha256)
    expect(await store.has(sha256)).toBe(true)
    expect(() => tenantOf('../elsewhere')).toThrow()
  })

  test('has no more of what was removed, or was never there', async () => {
    const { sha256 } = await store.put(inParts(randomBytes(10)), MOST)
    await store.remove(sha256)
    await store.remove(sha256)
    expect(await store.has(sha256)).toBe(false)
    await expect(store.open(sha256)).rejects.toMatchObject({ code: 'not_found' })
    await expect(store.localFile(sha256)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('hands out a file until it is released', async () => {
    const content = randomBytes(LARGE)
    const { sha256 } = await store.put(inParts(content), MOST)
    const file = await store.localFile(sha256)
    expect(content.equals(await readFile(file.path))).toBe(true)
    await file.release()
    expect(await incoming()).toEqual([])
    expect(await store.has(sha256)).toBe(true)
  })

  const incoming = async () => [
    ...(await readdir(join(folder, 'incoming')).catch(() => [])),
    ...(await readdir(folder, { recursive: true })).filter((path) => /incoming\/.+$/.test(path)),
  ]
})

describe.skipIf(!bucketUrl)('a bucket', () => {
  it('holds an object a blob, below the tenant, and no other', async () => {
    const tenantId = randomUUID()
    const url = withPrefix(tenantId.slice(0, 8))
    const store = (await openBlobs(url.href, folder))(tenantId)
    const { sha256 } = await store.put(inParts(randomBytes(LARGE)), MOST)
    await store.put(inParts(randomBytes(1_001)), 1_000)
    const { Contents } = await clientOf(url).send(new ListObjectsV2Command(within(url)))
    expect(Contents?.map(({ Key }) => Key)).toEqual([
      `${url.pathname.slice(1)}/${tenantId}/${sha256.slice(0, 2)}/${sha256}.pdf`,
    ])
  })

  it('refuses a file whose bytes are not those that were put', async () => {
    const tenantId = randomUUID()
    const url = withPrefix(tenantId.slice(0, 8))
    const store = (await openBlobs(url.href, folder))(tenantId)
    const { sha256 } = await store.put(inParts(randomBytes(100)), MOST)
    const Key = `${url.pathname.slice(1)}/${tenantId}/${sha256.slice(0, 2)}/${sha256}.pdf`
    await clientOf(url).send(new PutObjectCommand({ Bucket: url.hostname, Key, Body: randomBytes(100) }))
    await expect(store.localFile(sha256)).rejects.toMatchObject({ code: 'file_damaged' })
    expect(await readdir(folder)).toEqual([])
  })

  it('is unavailable when nothing answers, or there is no such bucket', async () => {
    const tenantId = randomUUID()
    const away = (await openBlobs(withEndpoint('http://127.0.0.1:1'), folder))(tenantId)
    await expect(away.has('00')).rejects.toMatchObject({ code: 'service_unavailable' })
    const other = withPrefix('').href.replace(/^s3:\/\/[^/]+/, 's3://no-such-bucket')
    const store = (await openBlobs(other, folder))(tenantId)
    await expect(store.put(inParts(randomBytes(9)), MOST)).rejects.toMatchObject({
      code: 'service_unavailable',
    })
    await expect(store.open('00')).rejects.toMatchObject({ code: 'service_unavailable' })
  })
})

describe('the URL of a store', () => {
  it.each([
    'file://elsewhere/blobs',
    's3:///blobs',
    's3://bucket/?endpoint=nowhere',
    's3://bucket/?colour=red',
  ])('is refused when it is %s', async (url) => {
    await expect(openBlobs(url, folder)).rejects.toMatchObject({ code: 'configuration_invalid' })
  })

  it('keeps what a folder holds in a file that only its owner reads', async () => {
    const tenantId = randomUUID()
    const store = (await openBlobs(pathToFileURL(folder).href, folder))(tenantId)
    const { sha256 } = await store.put(inParts(randomBytes(10)), MOST)
    const { mode } = await stat(join(folder, tenantId, sha256.slice(0, 2), `${sha256}.pdf`))
    expect(mode & 0o077).toBe(0)
  })
})

async function* inParts(content: Buffer) {
  for (let start = 0; start < content.length; start += 65_536) yield content.subarray(start, start + 65_536)
}

const hashOf = (content: Uint8Array) => createHash('sha256').update(content).digest('hex')

/** The bucket, in a part of it that no other test writes to. */
function withPrefix(prefix: string): URL {
  const url = new URL(bucketUrl ?? 's3://none')
  url.pathname += `/${prefix}`
  return url
}

function withEndpoint(endpoint: string): string {
  const url = withPrefix('')
  url.searchParams.set('endpoint', endpoint)
  return url.href
}

const within = (url: URL) => ({ Bucket: url.hostname, Prefix: url.pathname.slice(1) })

function clientOf({ searchParams }: URL): S3Client {
  return new S3Client({
    region: searchParams.get('region') ?? 'us-east-1',
    endpoint: searchParams.get('endpoint') ?? undefined,
    forcePathStyle: searchParams.get('forcePathStyle') === 'true',
  })
}
