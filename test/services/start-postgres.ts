/** Starts a Postgres server for one run of the tests: its own port, its own empty cluster, gone at the end. */
import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { chown, mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { freePort } from './free-port.ts'

const run = promisify(execFile)

export interface PostgresServer {
  /** Of an ordinary login, neither superuser nor exempt from row-level security, that may create databases. */
  readonly url: string
  stop(): Promise<void>
}

const PROGRAMS = '/usr/lib/postgresql/17/bin'
/** Within the installation; a cluster is named by its process, of which each project of a test run starts its own, and its port. */
const CLUSTERS = '/var/lib/docuchat-test'

export async function startPostgres(root: string): Promise<PostgresServer> {
  const { uid, gid } = postgresUser(root)
  await mkdir(join(root, CLUSTERS), { recursive: true })
  await chown(join(root, CLUSTERS), uid, gid)
  await sweep(root)
  const port = await freePort()
  const cluster = `${CLUSTERS}/${process.pid}-${port}`
  await inside(root, 'initdb', [
    '--pgdata',
    cluster,
    '--auth=trust',
    '--encoding=UTF8',
    '--locale=C',
    '--no-sync',
  ])
  const options = [
    `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=`,
    // Nothing here outlives the run, and the installation has no /dev/shm.
    '-c fsync=off -c dynamic_shared_memory_type=mmap',
  ].join(' ')
  await inside(root, 'pg_ctl', ['start', '--wait', '-D', cluster, '-l', `${cluster}/log`, '-o', options])
  try {
    await prepare(`postgres://postgres@127.0.0.1:${port}/template1`)
  } catch (error) {
    await stop(root, cluster)
    throw error
  }
  return { url: `postgres://docuchat@127.0.0.1:${port}/postgres`, stop: () => stop(root, cluster) }
}

/** What an administrator does once for a hosted DocuChat: the extension, and the two roles. */
async function prepare(url: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    // In the template, so that every new database has it: only a superuser may create this extension.
    await client.query('create extension vector')
    await client.query('create role docuchat_app nologin nobypassrls noinherit')
    await client.query('create role docuchat login createdb nosuperuser nobypassrls')
    await client.query('grant docuchat_app to docuchat')
  } finally {
    await client.end()
  }
}

/** Ends the servers of test runs that were killed before they could. */
async function sweep(root: string): Promise<void> {
  for (const name of await readdir(join(root, CLUSTERS))) {
    if (!isRunning(Number.parseInt(name, 10))) await stop(root, `${CLUSTERS}/${name}`)
  }
}

async function stop(root: string, cluster: string): Promise<void> {
  if (existsSync(join(root, cluster, 'postmaster.pid'))) {
    await inside(root, 'pg_ctl', ['stop', '--wait', '-m', 'immediate', '-D', cluster]).catch(() => undefined)
  }
  await rm(join(root, cluster), { recursive: true, force: true })
}

/** Postgres refuses to run as root, so its programs run as the installation's own user. */
async function inside(root: string, program: string, args: readonly string[]): Promise<void> {
  const command = ['--userspec=postgres:postgres', root, `${PROGRAMS}/${program}`, ...args]
  await run('chroot', command, {
    env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C' },
    timeout: 60_000,
  })
}

function postgresUser(root: string): { readonly uid: number; readonly gid: number } {
  const line = readFileSync(join(root, 'etc/passwd'), 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('postgres:'))
  const [, , uid, gid] = (line ?? '').split(':')
  return { uid: Number(uid), gid: Number(gid) }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
