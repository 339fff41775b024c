/** Starts a Redis for one run of the tests, which keeps nothing; without one the tests that need it are skipped, and that is said aloud. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { TestProject } from 'vitest/node'
import { freePort } from './free-port.ts'
import { findRedis } from './install-redis.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Null when there is no Redis here. */
    redisUrl: string | null
  }
}

export interface RedisServer {
  readonly url: string
  stop(): Promise<void>
}

/** `REDIS_URL` names a server to use instead. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.REDIS_URL
  if (given) {
    project.provide('redisUrl', given)
    return async () => {}
  }
  const server = await startRedis().catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error)
    process.stderr.write(
      `\n*** NOT RUN on a real Redis: ${reason}\n*** Set REDIS_URL to run those tests on one.\n\n`,
    )
    return undefined
  })
  project.provide('redisUrl', server?.url ?? null)
  return async () => server?.stop()
}

/** A Redis of its own; `port` to take up again the place of one that was stopped. */
export async function startRedis(port?: number): Promise<RedisServer> {
  const { path, libraries } = await findRedis()
  const own = port ?? (await freePort())
  const child = spawn(
    path,
    ['--port', String(own), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--daemonize', 'no'],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, ...(libraries && { LD_LIBRARY_PATH: libraries }) },
    },
  )
  const ended = once(child, 'exit')
  await new Promise<void>((resolve, reject) => {
    let log = ''
    child.stdout.on('data', (part) => {
      log += part
      if (log.includes('Ready to accept connections')) resolve()
    })
    ended.then(() => reject(new Error(`redis-server ended: ${log.slice(-300)}`)), reject)
  })
  return {
    url: `redis://127.0.0.1:${own}`,
    async stop() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
