/** Whether the process lives, and whether it can do its work right now. */
import type { FastifyInstance } from 'fastify'
import { AppError } from '../../contract/index.ts'

/** A probe should not wait for a service that hangs. */
const CHECK_MS = 2_000

/** Each check rejects when what it is named after cannot be used right now. */
export type Checks = Readonly<Record<string, () => Promise<unknown>>>

/** `leaving` is aborted when the process is about to end: it still serves, and nobody should send it more. */
export function addHealth(app: FastifyInstance, checks: Checks, leaving: AbortSignal): void {
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async (_, reply) => {
    const states = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [
        name,
        (await answers(check)) ? 'ok' : 'unavailable',
      ]),
    )
    const isReady = !leaving.aborted && states.every(([, state]) => state === 'ok')
    return reply.code(isReady ? 200 : 503).send({
      status: isReady ? 'ok' : leaving.aborted ? 'draining' : 'unavailable',
      checks: Object.fromEntries(states),
    })
  })
}

async function answers(check: () => Promise<unknown>): Promise<boolean> {
  const late = new Promise((_, reject) => {
    setTimeout(reject, CHECK_MS, new AppError('service_unavailable', { service: 'check' })).unref()
  })
  return Promise.race([check(), late]).then(
    () => true,
    () => false,
  )
}
