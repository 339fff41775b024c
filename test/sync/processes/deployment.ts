/** A server of two API processes and a worker, and three desktops of two people, each behind a network of its own. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { type Actor, type Role, syncedRowsSchema } from '../../../src/contract/index.ts'
import { type Database, openPostgres } from '../../../src/core/database/index.ts'
import { codeFor, signInAt } from '../../server/caller.ts'
import { docuchat, type ServerProcess, startProcess } from '../../server/processes.ts'
import { openSharedServices, type SharedServices } from '../../server/shared-services.ts'
import { createDesktop, type Desktop } from './desktop.ts'
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts'

export interface Place {
  readonly desktop: Desktop
  readonly proxy: FaultProxy
  readonly user: Actor
}

export interface Deployment {
  /** For files of the test. */
  readonly folder: string
  /** Where the server keeps PDFs. */
  readonly blobs: string
  readonly database: Database
  readonly places: readonly Place[]
  /** Has the server read a document again that it failed to read. */
  retry(documentId: string): Promise<void>
  /** Kills a process each by SIGKILL, and starts it again once it may be: of the server only after `downUntil`. */
  readonly kills: readonly ((downUntil: Promise<void>) => Promise<void>)[]
  close(): Promise<void>
}

const [OWNER, MEMBER] = ['owner@acme.example', 'member@acme.example']
/** A second code within a minute is refused, so that each device signs in through another organisation of its user's. */
const DEVICES = [
  { email: OWNER, role: 'owner', organisation: 'second' },
  { email: OWNER, role: 'owner', organisation: 'third' },
  { email: MEMBER, role: 'member', organisation: 'acme' },
] as const
const ROLES = ['api', 'api', 'worker'] as const

/** @param random numbers from 0 to 1 */
export async function openDeployment(postgresUrl: string, random: () => number): Promise<Deployment> {
  const folder = await mkdtemp(join(tmpdir(), 'docuchat-processes-'))
  const shared = await openSharedServices(postgresUrl, { reply: () => ['A scripted ', 'answer.'] })
  const environment: Readonly<Record<string, string>> = { ...shared.environment, NODE_ENV: 'production' }
  await docuchat(environment, 'migrate')
  for (const slug of ['acme', 'second', 'third'])
    await docuchat(environment, 'tenant', 'create', slug, '--owner', OWNER, '--name', slug)
  const processes = await Promise.all(ROLES.map((role) => startProcess(role, environment)))
  const apis = processes.slice(0, 2).map(({ url }) => url)
  const database = await openPostgres({ url: environment.DATABASE_URL ?? '', connections: 2 })
  await database.asOwner((tx) => tx.execute(sql`update tenants set allowed_models = '{stand-in}'`))
  const owner = await signInAt({ url: apis[0] ?? '', mail: shared.mail }, 'acme', OWNER)
  await owner.request('POST', '/invitations', { email: MEMBER, role: 'member' })

  const places: Place[] = []
  for (const device of DEVICES) {
    const proxy = await startFaultProxy(apis, random)
    const desktop = await startDesktop(await mkdtemp(join(folder, 'desktop-')), environment)
    places.push({ desktop, proxy, user: await joinOrganisation(desktop, proxy.url, shared, device) })
  }
  return {
    ...{ folder, database, places, blobs: join(environment.DATA_DIR ?? '', 'blobs') },
    async retry(documentId) {
      await owner.json('POST', `/files/${documentId}/retry`, {})
    },
    kills: [
      ...processes.map(({ url }, index) => async (downUntil: Promise<void>) => {
        await processes[index]?.end('SIGKILL')
        await downUntil
        processes[index] = await startProcess(ROLES[index] ?? 'api', environment, Number(new URL(url).port))
      }),
      ...places.map(({ desktop }) => async () => {
        await desktop.kill()
        await desktop.start()
      }),
    ],
    async close() {
      await Promise.all([
        ...places.map(({ desktop }) => desktop.kill()),
        ...processes.map((one: ServerProcess) => one.end('SIGKILL')),
      ])
      for (const { proxy } of places) await proxy.close()
      await database.close()
      await shared.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** With the organisation's model, which is the server's, and no key of the machine's. */
async function startDesktop(
  directory: string,
  { OPENAI_API_KEY = '', OPENAI_BASE_URL = '' }: Readonly<Record<string, string>>,
): Promise<Desktop> {
  const desktop = createDesktop(directory, { OPENAI_API_KEY, OPENAI_BASE_URL })
  await desktop.start()
  return desktop
}

/** As its user would; then every file is to be kept there. */
async function joinOrganisation(
  desktop: Desktop,
  url: string,
  { mail }: SharedServices,
  { email, organisation, role }: { email: string; organisation: string; role: Role },
): Promise<Actor> {
  const place = { url, tenant: organisation, email }
  const before = mail.mails.length
  await desktop.call('device.servers.requestCode', place)
  const code = await codeFor(mail, email, before)
  const verified = await desktop.call('device.servers.verifyCode', { ...place, code })
  const { tenants, ticket } = verifiedSchema.parse(verified)
  const tenantId = tenants.find(({ slug }) => slug === 'acme')?.id
  await desktop.call('device.servers.join', { ticket, tenantId })
  await desktop.call('device.sync.configure', { keepsFiles: true })
  await desktop.call('synced')
  const { member } = syncedRowsSchema.parse(await desktop.call('rows'))
  const userId = member.find((one) => one.role === role)?.id
  if (!tenantId || !userId) throw new Error(`${email} is no member`)
  return { tenantId, userId, role }
}

const verifiedSchema = z.object({
  ticket: z.string(),
  tenants: z.array(z.object({ id: z.string(), slug: z.string() })),
})
