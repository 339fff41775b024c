/** Starts moto's S3 for one run of the tests, which keeps nothing; without it the tests that need it are skipped, and that is said aloud. */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'
import { freePort } from './free-port.ts'
import { installOnce } from './install-once.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where tests may keep objects, as BLOB_URL; null when there is no S3 here. */
    bucketUrl: string | null
  }
}

const VERSION = '5.2.5'
const INSTALL_TIMEOUT_MS = 180_000
const START_TIMEOUT_MS = 30_000

/** `BLOB_URL` names a bucket to use instead. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.BLOB_URL
  if (given) {
    project.provide('bucketUrl', given)
    return async () => {}
  }
  const server = await startMoto().catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error)
    process.stderr.write(
      `\n*** NOT RUN on an S3 server: ${reason}\n*** Set BLOB_URL to run those tests on one.\n\n`,
    )
    return undefined
  })
  project.provide('bucketUrl', server?.bucketUrl ?? null)
  return async () => server?.stop()
}

async function startMoto(): Promise<{ readonly bucketUrl: string; stop(): Promise<void> }> {
  const packages = await installOnce(`moto-${VERSION}`, INSTALL_TIMEOUT_MS, async (folder) => {
    const wanted = [`moto[s3]==${VERSION}`, 'flask', 'flask-cors']
    await promisify(execFile)('python3', ['-m', 'pip', 'install', '--quiet', '--target', folder, ...wanted], {
      timeout: INSTALL_TIMEOUT_MS,
    })
  })
  const port = await freePort()
  const child = spawn('python3', ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)], {
    stdio: 'ignore',
    env: { ...process.env, PYTHONPATH: packages },
  })
  const ended = once(child, 'exit')
  const endpoint = `http://127.0.0.1:${port}`
  const stop = async () => {
    child.kill('SIGKILL')
    await ended
  }
  try {
    await makeBucket(`${endpoint}/documents`)
  } catch (error) {
    await stop()
    throw error
  }
  const bucketUrl = `s3://documents/tests?region=us-east-1&forcePathStyle=true&endpoint=${endpoint}`
  return { bucketUrl, stop }
}

/** Once the server answers. */
async function makeBucket(url: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS
  for (;;) {
    try {
      const made = await fetch(url, { method: 'PUT' })
      if (made.ok) return
      throw new Error(`the bucket could not be made: ${made.status}`)
    } catch (error) {
      if (Date.now() > deadline) throw error
      await sleep(100)
    }
  }
}
