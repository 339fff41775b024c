/** Installs Postgres 17 with pgvector into a folder of its own, once a machine, where the tests run as root on Debian. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter } from 'node:path'
import { promisify } from 'node:util'
import { installOnce } from './install-once.ts'

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
  return installOnce(`postgres-17-${RELEASE}`, INSTALL_TIMEOUT_MS, install)
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
  await run(
    'debootstrap',
    ['--variant=minbase', `--include=${PACKAGES.join(',')}`, RELEASE, root],
    options,
  ).catch((error: { readonly stdout?: string; readonly message: string }) => {
    throw new Error(`debootstrap failed: ${(error.stdout ?? error.message).trim().split('\n').at(-1)}`)
  })
}
