/** The store of several processes: Redis. */
import { Redis } from 'ioredis'
import { AppError } from '../../contract/index.ts'
import type { KeyValueStore } from './key-value-store.ts'
import { type Listener, Listeners } from './listeners.ts'

/** Other programs may use the same Redis. */
const PREFIX = 'docuchat:'
/** A request does not wait for Redis to come back: it is told to try again. */
const COMMAND_MS = 2_000
const MOST_RETRY_MS = 2_000

/** In one step, so that a crash between the two leaves no counter that never ends. */
const INCREMENT = `
  local value = redis.call('incr', KEYS[1])
  if value == 1 then redis.call('expire', KEYS[1], ARGV[1]) end
  return { value, redis.call('pttl', KEYS[1]) }`

/** Connects to `url`; a server that is away is tried again for as long as it takes, while calls throw `service_unavailable`. */
export function openRedisStore(url: string): KeyValueStore {
  const options = {
    keyPrefix: PREFIX,
    commandTimeout: COMMAND_MS,
    maxRetriesPerRequest: 1,
    retryStrategy: (attempt: number) => Math.min(50 * 2 ** attempt, MOST_RETRY_MS),
  }
  const redis = new Redis(url, options)
  const subscriber = new Redis(url, { ...options, maxRetriesPerRequest: null })
  // Each failed call says so itself; without a listener a lost connection would end the process.
  redis.on('error', () => {})
  subscriber.on('error', () => {})
  const listeners = new Listeners()
  subscriber.on('message', (channel: string, message: string) => listeners.tell(channel, message))

  const call = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (cause) {
      throw new AppError('service_unavailable', { service: 'redis' }, { cause })
    }
  }

  return {
    get: (key) => call(async () => (await redis.get(key)) ?? undefined),
    getMany: (keys) => call(async () => (await redis.mget([...keys])).map((value) => value ?? undefined)),
    set: (key, value, ttlSeconds) =>
      call(async () => {
        await redis.set(key, value, 'EX', ttlSeconds)
      }),
    delete: (key) => call(async () => (await redis.del(key)) > 0),
    increment: (key, ttlSeconds) =>
      call(async () => {
        const [value, milliseconds] = (await redis.eval(INCREMENT, 1, key, ttlSeconds)) as [number, number]
        return { value, secondsLeft: Math.ceil(milliseconds / 1_000) }
      }),
    publish: (channel, message) =>
      call(async () => {
        await redis.publish(PREFIX + channel, message)
      }),
    async subscribe(channel, listener) {
      const name = PREFIX + channel
      const own: Listener = (message) => listener(message)
      if (listeners.add(name, own)) await call(() => subscriber.subscribe(name))
      return () => {
        if (listeners.remove(name, own)) void subscriber.unsubscribe(name).catch(() => {})
      }
    },
    ping: () =>
      call(async () => {
        await redis.ping()
      }),
    async close() {
      redis.disconnect()
      subscriber.disconnect()
    },
  }
}
