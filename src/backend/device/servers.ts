/** Implements how workspaces are joined with hosted servers, and left. */
import { randomUUID } from 'node:crypto'
import { implement } from '@orpc/server'
import { AppError, deviceContract, type OwnTenant, type SignedIn } from '../../contract/index.ts'
import { copyDocuments, copyWorkspace } from '../../core/copying.ts'
import { originOf } from '../../core/device/index.ts'
import type { LocalCore } from '../../core/local-core.ts'
import { hostedSignIn, isOfFile } from '../../core/sync/index.ts'
import type { DeviceParts } from './parts.ts'

/** A sign-in whose organisation is still to be chosen. */
interface Ticket {
  readonly url: string
  readonly email: string
  readonly signedIn: SignedIn
  readonly until: number
}

/** Long enough to choose; a token that nobody took is not to lie around. */
const TICKET_MS = 10 * 60_000

export function createServersRouter({
  onError,
  secrets,
  workspaces,
}: Pick<DeviceParts, 'onError' | 'secrets' | 'workspaces'>) {
  const os = implement(deviceContract.servers)
  const tickets = new Map<string, Ticket>()

  function take(id: string): Ticket {
    for (const [other, { until }] of tickets) if (until < Date.now()) tickets.delete(other)
    const ticket = tickets.get(id)
    if (!ticket) throw new AppError('session_ended')
    return ticket
  }

  /** The organisations of whoever signed in. Copies of theirs from that server whose organisation is not among them have ended. */
  async function tenantsOf({ email, signedIn, url }: Ticket): Promise<OwnTenant[]> {
    const copies = workspaces
      .device()
      .workspaces()
      .filter(
        ({ server, userId }) =>
          server?.email === email && originOf(server) === originOf({ url }) && userId === signedIn.userId,
      )
    const endUnless = async (isMember: (tenantId: string) => boolean) => {
      for (const { id, tenantId } of copies) if (!isMember(tenantId)) await workspaces.end(id)
    }
    try {
      const tenants = await hostedSignIn.tenants(url, signedIn)
      await endUnless((tenantId) => tenants.some(({ id }) => id === tenantId))
      return tenants
    } catch (error) {
      // Removed since the code was given back: this says nothing of their other organisations.
      if (error instanceof AppError && error.code === 'membership_ended')
        await endUnless((tenantId) => tenantId !== signedIn.tenantId)
      throw error
    }
  }

  /** @throws {AppError} not_signed_in */
  function signedInTo(id: string) {
    const { server, tenantId } = workspaces.find(id)
    const token = secrets.signIn(id)
    if (!server || token === null) throw new AppError('not_signed_in')
    return { url: server.url, session: { tenantId, token } }
  }

  /** A server that cannot be told forgets the sign-in by itself, after a week. */
  async function signOut(id: string): Promise<void> {
    const { server, tenantId } = workspaces.find(id)
    const token = secrets.signIn(id)
    if (server && token !== null) await hostedSignIn.signOut(server.url, { tenantId, token }).catch(onError)
    await secrets.keepSignIn(id, null)
  }

  /** Brings what only the server has, and would be lost with it; returns how many files could not be brought. */
  async function bringFiles(id: string, signal: AbortSignal | undefined): Promise<number> {
    const bring = async ({ documents, synced, actor }: LocalCore) => {
      // One that was too large to be kept has no file anywhere.
      const listed = (await documents.list(actor)).filter(({ error }) => error?.code !== 'document_too_large')
      const remote = new Set(await synced?.remoteFiles())
      const toBring = listed.filter((document) => remote.has(document.id))
      let brought = 0
      for (const document of toBring)
        try {
          signal?.throwIfAborted()
          await synced?.fetchFile(document.id)
          brought++
        } catch (error) {
          if (signal?.aborted) throw new AppError('cancelled')
          // Each of the others would be waited for as long, for nothing.
          if (!isOfFile(error)) break
        }
      return toBring.length - brought
    }
    return workspaces.find(id).current
      ? workspaces.use(({ core }) => bring(core))
      : workspaces.visit(id, bring)
  }

  return os.router({
    requestCode: os.requestCode.handler(({ input: { email, language, ...place } }) =>
      hostedSignIn.requestCode(place, { email, language }),
    ),
    verifyCode: os.verifyCode.handler(async ({ input: { code, email, ...place } }) => {
      const signedIn = await hostedSignIn.verifyCode(place, { email, code })
      const ticket = { url: place.url, email, signedIn, until: Date.now() + TICKET_MS }
      const tenants = await tenantsOf(ticket)
      const id = randomUUID()
      tickets.set(id, ticket)
      return { ticket: id, tenants }
    }),
    join: os.join.handler(async ({ input: { tenantId, ticket: id } }) => {
      const ticket = take(id)
      const { email, signedIn, url } = ticket
      const tenant = (await tenantsOf(ticket)).find((one) => one.id === tenantId)
      if (!tenant) throw new AppError('not_found', { kind: 'tenant', id: tenantId })
      const own =
        tenantId === signedIn.tenantId ? signedIn : await hostedSignIn.switchTenant(url, signedIn, tenantId)
      const workspace = workspaces.device().joinWorkspace({
        ...{ tenantId, userId: own.userId, name: tenant.name },
        server: { url, organisation: tenant.slug, email },
      })
      tickets.delete(id)
      await secrets.keepSignIn(workspace.id, own.token)
      const opened = await workspaces.switchTo(workspace.id)
      await workspaces.use(async ({ core }) => core.synced?.wake())
      return opened
    }),
    leave: os.leave.handler(async ({ input: { evenWithoutFiles, keepsCopy, workspaceId }, signal }) => {
      const count = keepsCopy ? await bringFiles(workspaceId, signal) : 0
      if (count > 0 && !evenWithoutFiles) throw new AppError('files_not_brought', { count })
      if (signal?.aborted) throw new AppError('cancelled')
      await signOut(workspaceId)
      await (keepsCopy ? workspaces.detach(workspaceId) : workspaces.remove(workspaceId))
    }),
    devices: os.devices.handler(({ input }) => {
      const { session, url } = signedInTo(input.workspaceId)
      return hostedSignIn.devices(url, session)
    }),
    signOutDevice: os.signOutDevice.handler(({ input: { id, workspaceId } }) => {
      const { session, url } = signedInTo(workspaceId)
      return hostedSignIn.signOutDevice(url, session, id)
    }),
    ended: os.ended.handler(() => [...workspaces.device().endedWorkspaces()]),
    dismissEnded: os.dismissEnded.handler(({ input }) => workspaces.device().dismissEnded(input.workspaceId)),
    copyDocuments: os.copyDocuments.handler(({ input: { documentIds, workspaceId } }) =>
      workspaces.use(async ({ core, actor }) => {
        const chosen = (await core.documents.list(actor)).filter(({ id }) => documentIds.includes(id))
        return workspaces.visit(workspaceId, async (target, signal) => {
          const { added, passedOver } = await copyDocuments(core, target, chosen, { signal })
          return { added, passedOver }
        })
      }),
    ),
    promote: os.promote.handler(({ input }) =>
      workspaces.use(({ core }) =>
        workspaces.visit(input.workspaceId, (target, signal) => copyWorkspace(core, target, signal)),
      ),
    ),
  })
}
