/** Finds a Redis server, or unpacks Debian's into a folder of its own, once a machine; nothing of the system is changed. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { installOnce } from './install-once.ts'

const run = promisify(execFile)
const INSTALL_TIMEOUT_MS = 120_000

export interface RedisProgram {
  readonly path: string
  /** Where the libraries lie that came with it. */
  readonly libraries: string
}

/** Throws with the reason where there is none and none can be had. */
export async function findRedis(): Promise<RedisProgram> {
  const installed = await run('redis-server', ['--version']).then(
    () => true,
    () => false,
  )
  if (installed) return { path: 'redis-server', libraries: '' }
  if (process.getuid?.() !== 0) throw new Error('there is no redis-server, and fetching it takes root')
  if (!existsSync('/etc/debian_version')) throw new Error('there is no redis-server, and this is no Debian')
  const root = await installOnce('redis', INSTALL_TIMEOUT_MS, unpack)
  const libraries = await readdir(join(root, 'usr/lib'), { withFileTypes: true })
  return {
    path: join(root, 'usr/bin/redis-server'),
    libraries: libraries.map(({ name }) => join(root, 'usr/lib', name)).join(':'),
  }
}

async function unpack(root: string): Promise<void> {
  const options = { timeout: INSTALL_TIMEOUT_MS, maxBuffer: 64 * 1024 * 1024 }
  const archives = join(root, 'archives')
  await mkdir(join(archives, 'partial'), { recursive: true })
  await run('apt-get', ['update'], options)
  await run(
    'apt-get',
    [
      ...['install', '--yes', '--download-only', '--no-install-recommends'],
      ...['-o', `Dir::Cache::archives=${archives}`, 'redis-server'],
    ],
    options,
  )
  for (const name of await readdir(archives)) {
    if (name.endsWith('.deb')) await run('dpkg-deb', ['--extract', join(archives, name), root], options)
  }
}
