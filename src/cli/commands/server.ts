/** The hosted server's commands: running it, and what its operator does beside it. */
import { newInvitationSchema, newTenantSchema, parseInput } from '../../contract/index.ts'
import { createInvitations, createTenants } from '../../core/tenants/index.ts'
import { readConfig } from '../../server/config.ts'
import { welcome } from '../../server/first-tenant.ts'
import { createInvite } from '../../server/invite.ts'
import { createLog } from '../../server/log.ts'
import { openParts } from '../../server/parts.ts'
import { startServer } from '../../server/server.ts'

const announce = (line: string) => void process.stderr.write(`${line}\n`)

/** Runs until it is told to stop (SIGTERM or Ctrl-C); a second time ends it at once. */
export async function serve({ role }: { readonly role?: string }): Promise<void> {
  const config = readConfig({ ...process.env, ...(role !== undefined && { ROLE: role }) })
  const log = createLog(config.LOG_LEVEL)
  const server = await startServer(config, { announce, log })
  log.info({ url: server.url, role: config.ROLE }, 'listening')
  if (!config.DATABASE_URL) await welcome(server, announce)
  await interrupted()
  log.info('stopping')
  await server.close()
  // All is closed; once a read that nobody waited for kept such a process for ever.
  process.exit()
}

/** Applies the migrations that are missing; harmless when there are none. */
export async function migrate(): Promise<void> {
  await withParts(async () => announce('The database is up to date.'))
}

export async function createTenant(
  slug: string,
  options: { readonly name?: string; readonly owner: string },
): Promise<void> {
  const tenant = parseInput(newTenantSchema, { slug, name: options.name ?? slug, ownerEmail: options.owner })
  await withParts(async ({ database }) => {
    const { id } = await createTenants({ database }).create(tenant)
    console.log(id)
  })
}

export async function inviteUser(
  email: string,
  options: { readonly tenant: string; readonly role: string },
): Promise<void> {
  const invitation = parseInput(newInvitationSchema, { email, role: options.role })
  await withParts(async (parts) => {
    const { database } = parts
    const owner = await createTenants({ database }).ownerOf(options.tenant)
    const sending: Promise<void>[] = []
    const invite = createInvite(readConfig(process.env), parts)
    const invitations = createInvitations({ database, onInvited: (news) => sending.push(invite(news)) })
    const { expiresAt } = await invitations.create(owner, invitation)
    announce(`${invitation.email} can sign in to ${options.tenant} until ${expiresAt}.`)
    await Promise.all(sending)
  })
}

async function withParts(
  work: (parts: Awaited<ReturnType<typeof openParts>>) => Promise<void>,
): Promise<void> {
  const parts = await openParts(readConfig(process.env), announce)
  try {
    await work(parts)
  } finally {
    await parts.close()
  }
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(1))
        resolve()
      })
    }
  })
}
