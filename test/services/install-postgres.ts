/** Installs Postgres 17 with pgvector into a folder of its own, once a machine, where the tests run as root on Debian. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { AppError } from '../../src/contract/index.ts'
import { acquireLock, type Lock } from '../../src/core/database/lock.ts'

const run = promisify(execFile)

/** The first Debian release with Postgres 17; a host of another release is no obstacle to a folder of its own. */
const RELEASE = 'trixie'
const PACKAGES = ['postgresql-17', 'postgresql-17-pgvector']
/** It took 36 s on two cores; a machine without a package mirror must not eat the suite's ten minutes. */
const INSTALL_TIMEOUT_MS = 240_000

/** Returns the root of the installation: a small Debian to `chroot` into. Throws with the reason where that is impossible. */
export async function installPostgres(): Promise<string> {
  if (process.getuid?.() !== 0) throw new Error('DATABASE_URL is not set, and installing Postgres takes root')
  if (!existsSync('/etc/debian_version')) throw new Error('DATABASE_URL is not set, and this is no Debian')
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'docuchat-test')
  const root = join(cache, `postgres-17-${RELEASE}`)
  if (existsSync(root)) return root
  await mkdir(cache, { recursive: true })
  const lock = await waitForLock(join(cache, 'install.lock'))
  try {
    // Installed beside its place and renamed, so that what is there is always whole.
    if (!existsSync(root)) await install(`${root}.new`).then(() => rename(`${root}.new`, root))
  } finally {
    lock.release()
  }
  return root
}

async function install(root: string): Promise<void> {
  process.stderr.write('Installing Postgres 17 with pgvector for the tests, once; this takes a minute.\n')
  const options = {
    timeout: INSTALL_TIMEOUT_MS,
    maxBuffer: 64 * 1024 * 1024,
    env: {
      ...process.env,
      DEBIAN_FRONTEND: 'noninteractive',
      PATH: [process.env.PATH, '/usr/sbin', '/sbin'].join(delimiter),
    },
  }
  const hasTool = await run('debootstrap', ['--version'], options).then(
    () => true,
    () => false,
  )
  if (!hasTool) {
    await run('apt-get', ['update'], options)
    const tools = ['debootstrap', 'debian-archive-keyring']
    await run('apt-get', ['install', '--yes', '--no-install-recommends', ...tools], options)
  }
  await rm(root, { recursive: true, force: true })
  await run(
    'debootstrap',
    ['--variant=minbase', `--include=${PACKAGES.join(',')}`, RELEASE, root],
    options,
  ).catch((error: { readonly stdout?: string; readonly message: string }) => {
    throw new Error(`debootstrap failed: ${(error.stdout ?? error.message).trim().split('\n').at(-1)}`)
  })
}

/** Another test run may be installing; what it installs serves this one too. */
async function waitForLock(path: string): Promise<Lock> {
  const deadline = Date.now() + INSTALL_TIMEOUT_MS
  for (;;) {
    try {
      return await acquireLock(path, 'the test set-up')
    } catch (error) {
      if (!(error instanceof AppError) || Date.now() > deadline) throw error
      await sleep(500)
    }
  }
}
