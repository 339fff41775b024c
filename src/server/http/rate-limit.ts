/** Requests a minute, for each address and each user, counted where all processes see it. */
import rateLimit, { type FastifyRateLimitStore } from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest, preHandlerAsyncHookHandler } from 'fastify'
import { AppError } from '../../contract/index.ts'
import type { Counters } from '../services.ts'

const WINDOW_SECONDS = 60

export interface RateLimits {
  readonly byAddress: preHandlerAsyncHookHandler
  /** After the sign-in is checked. */
  readonly byUser: preHandlerAsyncHookHandler
}

/** Hooks that answer `too_many_requests` and set the RateLimit headers of the IETF draft. */
export async function createRateLimits(
  app: FastifyInstance,
  counters: Counters,
  limits: { readonly perAddress: number; readonly perUser: number },
): Promise<RateLimits> {
  await app.register(rateLimit, {
    global: false,
    enableDraftSpec: true,
    timeWindow: WINDOW_SECONDS * 1_000,
    store: storeOn(counters),
    // With its counters out of reach the server goes on; whoever checks its readiness learns of it.
    skipOnError: true,
    errorResponseBuilder: (_, { ttl }) => tooMany(Math.ceil(ttl / 1_000)),
  })
  // The plugin's hooks run once a request: the first limit is checked by hand, for the second to have its headers.
  const check = app.createRateLimit({ max: limits.perAddress, keyGenerator: ({ ip }) => `address:${ip}` })
  return {
    async byAddress(request) {
      const found = await check(request)
      if (!found.isAllowed && found.isExceeded) throw tooMany(found.ttlInSeconds)
    },
    byUser: app.rateLimit({ max: limits.perUser, keyGenerator: userKey }),
  }
}

const tooMany = (seconds: number) => new AppError('too_many_requests', { seconds: Math.max(1, seconds) })

function userKey({ session, ip }: FastifyRequest): string {
  return session ? `user:${session.actor.tenantId}:${session.actor.userId}` : `address:${ip}`
}

function storeOn(counters: Counters): new () => FastifyRateLimitStore {
  return class Store implements FastifyRateLimitStore {
    incr(key: string, callback: Parameters<FastifyRateLimitStore['incr']>[1]): void {
      counters.increment(`requests:${key}`, WINDOW_SECONDS).then(
        ({ value, secondsLeft }) => callback(null, { current: value, ttl: secondsLeft * 1_000 }),
        (error: Error) => callback(error),
      )
    }

    child(): FastifyRateLimitStore {
      return this
    }
  }
}
