/** Both stores keep the same promises. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { startRedis } from '../../../test/services/redis.ts'
import { AppError } from '../../contract/index.ts'
import { type KeyValueStore, openRedisStore, openSqliteStore } from './index.ts'

function promises(
  open: () => Promise<{ store: KeyValueStore; another: KeyValueStore; close(): Promise<void> }>,
) {
  let opened: Awaited<ReturnType<typeof open>>
  let store: KeyValueStore
  beforeAll(async () => {
    opened = await open()
    store = opened.store
  })
  afterAll(() => opened.close())

  it('keeps any text, and one key apart from another', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'grapheme' }),
        async (name, value) => {
          const [key, other] = [`${randomUUID()}${name}`, `${randomUUID()}${name}`]
          await store.set(key, value, 60)
          expect(await store.getMany([other, key])).toEqual([undefined, value])
          expect(await store.get(key)).toBe(value)
        },
      ),
      { numRuns: 20 },
    )
  })

  it('forgets when the time is up', async () => {
    const key = randomUUID()
    await store.set(key, 'x', 1)
    await store.increment(`${key}+`, 1)
    expect(await store.get(key)).toBe('x')
    await expect.poll(() => store.get(key), { timeout: 10_000 }).toBeUndefined()
    expect((await store.increment(`${key}+`, 60)).value).toBe(1)
  })

  it('gives what is taken away to one of those who take it', async () => {
    const key = randomUUID()
    await store.set(key, 'x', 60)
    const taken = await Promise.all(
      Array.from({ length: 10 }, (_, n) => (n % 2 ? store : opened.another).delete(key)),
    )
    expect(taken.filter(Boolean)).toHaveLength(1)
  })

  it('counts everyone’s increments, in a window that the first one opens', async () => {
    const key = randomUUID()
    const counts = await Promise.all(
      Array.from({ length: 20 }, (_, n) => (n % 2 ? store : opened.another).increment(key, 60)),
    )
    expect(counts.map(({ value }) => value).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, n) => n + 1),
    )
    for (const { secondsLeft } of counts) {
      expect(secondsLeft).toBeGreaterThan(0)
      expect(secondsLeft).toBeLessThanOrEqual(60)
    }
  })

  it('tells those who listen, in order, until they stop', async () => {
    const channel = randomUUID()
    const heard: string[] = []
    const stop = await store.subscribe(channel, (message) => heard.push(message))
    const stopOther = await store.subscribe(channel, () => {})
    await store.publish(channel, 'one')
    await store.publish(`${channel}+`, 'not this')
    await store.publish(channel, 'two')
    await expect.poll(() => heard).toEqual(['one', 'two'])
    stop()
    await store.publish(channel, 'three')
    await sleep(50)
    expect(heard).toEqual(['one', 'two'])
    stopOther()
  })
}

describe('the store in SQLite', () => {
  promises(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'docuchat-kv-'))
    const [store, another] = [openSqliteStore(join(folder, 'kv')), openSqliteStore(join(folder, 'kv'))]
    return {
      ...{ store, another },
      async close() {
        await Promise.all([store.close(), another.close()])
        await rm(folder, { recursive: true, force: true })
      },
    }
  })
})

const url = inject('redisUrl')
describe.skipIf(url === null)('the store in Redis', () => {
  promises(async () => {
    const [store, another] = [openRedisStore(url ?? ''), openRedisStore(url ?? '')]
    return { store, another, close: async () => void (await Promise.all([store.close(), another.close()])) }
  })

  it('says at once that Redis is away, and goes on when it is back', async () => {
    const first = await startRedis()
    const store = openRedisStore(first.url)
    try {
      const heard: string[] = []
      await store.subscribe('news', (message) => heard.push(message))
      await first.stop()
      await expect(store.ping()).rejects.toSatisfy(
        (error) => error instanceof AppError && error.code === 'service_unavailable',
      )
      const second = await startRedis(Number(new URL(first.url).port))
      try {
        await expect
          .poll(
            () =>
              store.ping().then(
                () => true,
                () => false,
              ),
            { timeout: 20_000 },
          )
          .toBe(true)
        await expect
          .poll(
            async () => {
              await store.publish('news', 'back').catch(() => {})
              return heard.includes('back')
            },
            { timeout: 20_000 },
          )
          .toBe(true)
      } finally {
        await second.stop()
      }
    } finally {
      await store.close()
    }
  })
})
