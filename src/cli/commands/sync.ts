/** `docuchat sync` and `docuchat join`: a workspace that is a copy of an organisation's. */
import { createInterface } from 'node:readline/promises'
import {
  AppError,
  codeAttemptSchema,
  emailSchema,
  parseInput,
  type SyncActivity,
  type SyncStatus,
  serverUrlSchema,
} from '../../contract/index.ts'
import type { DeviceStore } from '../../core/device/index.ts'
import { hostedSignIn, type Place } from '../../core/sync/index.ts'
import type { Session } from '../session.ts'
import { printable, type Terminal } from '../terminal.ts'

/** Brings both sides together once; with `watch`, until it is interrupted. Throws what keeps it from doing so. */
export async function sync(
  { core: { synced }, signal, terminal }: Session,
  { json = false, watch = false }: { readonly json?: boolean; readonly watch?: boolean },
): Promise<void> {
  if (!synced) throw new AppError('conflict', { reason: 'this workspace is no copy of an organisation’s' })
  synced.syncNow()
  let said = ''
  for await (const status of synced.follow(signal)) {
    const line = lineOf(status)
    if (json) terminal.json(status)
    else if (line !== said) terminal.note(line)
    said = line
    if (!watch && !isGoingOn(status)) break
  }
  const { error, rejected, state } = synced.status()
  if (rejected > 0) {
    for (const refused of (await synced.activity()).rejected) terminal.fail(refusalOf(refused))
    process.exitCode = 1
  }
  if (!watch && error) throw new AppError(error.code, error.details)
  if (!watch && state !== 'synced') process.exitCode = 1
}

export interface JoinOptions {
  readonly email: string
  readonly code?: string
}

/** Signs in and makes the copy the current workspace; prints the token, which later commands take from DOCUCHAT_TOKEN. */
export async function join(
  device: DeviceStore,
  terminal: Terminal,
  address: string,
  organisation: string,
  options: JoinOptions,
): Promise<void> {
  const [url, email] = [parseInput(serverUrlSchema, address), parseInput(emailSchema, options.email)]
  const place = { url, tenant: organisation }
  const code = options.code ?? (await askForCode(terminal, place, email))
  if (code !== undefined) await enter(device, terminal, place, { email, code })
}

async function enter(
  device: DeviceStore,
  terminal: Terminal,
  place: Place,
  attempt: { readonly email: string; readonly code: string },
): Promise<void> {
  const { url } = place
  const signedIn = await hostedSignIn.verifyCode(place, parseInput(codeAttemptSchema, attempt))
  const { tenantId, token, userId } = signedIn
  const tenant = (await hostedSignIn.tenants(url, signedIn)).find(({ id }) => id === tenantId)
  if (!tenant) throw new AppError('not_found', { kind: 'tenant', id: place.tenant })
  const server = { url, organisation: tenant.slug, email: attempt.email }
  const workspace = device.joinWorkspace({ tenantId, userId, name: tenant.name, server })
  terminal.note(`“${workspace.name}” is the current workspace. For the next seven days:`)
  terminal.print(`export DOCUCHAT_TOKEN=${token}`)
  terminal.note('Then “docuchat sync” brings what is there, and sends what you do.')
}

async function askForCode(terminal: Terminal, place: Place, email: string): Promise<string | undefined> {
  await hostedSignIn.requestCode(place, { email })
  if (!process.stdin.isTTY) {
    terminal.note(`A code is on its way to ${email}. Run this again with --code.`)
    return undefined
  }
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return (await lines.question(`The six digits that were sent to ${email}: `)).trim()
  } finally {
    lines.close()
  }
}

/** A server that had too many requests takes the rest a little later. */
const isGoingOn = ({ error, state }: SyncStatus) => state === 'syncing' || error?.code === 'too_many_requests'

function lineOf({ offlineSince, receiving, rejected, sending, state, waiting }: SyncStatus): string {
  const parts = [
    STATES[state],
    waiting > 0 && `${waiting} ${waiting === 1 ? 'change waits' : 'changes wait'}`,
    sending && `sending file ${sending.done + 1} of ${sending.total}`,
    receiving && `receiving ${receiving.done} of ${receiving.total} documents`,
    state === 'offline' && offlineSince && `since ${offlineSince}`,
    rejected > 0 && `${rejected} refused`,
  ]
  return parts.filter((part) => typeof part === 'string').join(', ')
}

const STATES: Readonly<Record<SyncStatus['state'], string>> = {
  ...{ synced: 'synced', syncing: 'syncing', offline: 'offline', paused: 'paused' },
  ...{ signed_out: 'not signed in: set DOCUCHAT_TOKEN', update_needed: 'an update is needed' },
  ended: 'you are no member any more',
}

const refusalOf = ({ error, name, subjects }: SyncActivity['rejected'][number]): string =>
  `${name} ${printable(subjects.join(', '))}: ${error.message}`
