/** The workspace that is open, for every window alike: opened on first need, left for another, closed when nobody is at work in it. */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ApiContext } from '../../api/index.ts'
import { AppError } from '../../contract/index.ts'
import {
  type DeviceStore,
  type DeviceWorkspace,
  identityOf,
  openDeviceStore,
  removeForgotten,
} from '../../core/device/index.ts'
import { type LocalCore, openLocalCore } from '../../core/local-core.ts'
import type { ModelEnvironment, OnnxModels } from '../../core/models/index.ts'
import type { Secrets } from './secrets.ts'
import { createVisits } from './visits.ts'

export interface OpenWorkspace extends ApiContext {
  readonly core: LocalCore
  readonly workspace: DeviceWorkspace
  /** Of its data. */
  readonly directory: string
  /** Aborted when it is left: streams end, and answers under way are stopped. */
  readonly closing: AbortSignal
}

/** A call in the workspace, which is not closed before it is released. */
export interface Hold {
  readonly open: OpenWorkspace
  release(): void
}

export interface Workspaces {
  /** The device store; throws `workspace_newer` or `workspace_damaged`. */
  device(): DeviceStore
  /** Throws `not_found`. */
  find(id: string): DeviceWorkspace
  /** The open workspace; throws what keeps it from opening, such as `workspace_busy`, which is tried again. */
  hold(): Promise<Hold>
  use<T>(work: (open: OpenWorkspace) => Promise<T>): Promise<T>
  /**
   * Work in a workspace that is not open, for as long as that takes; work that looks at its signal stops early. Throws `not_found`,
   * `conflict` for the open one, `workspace_busy`, or `membership_ended` where the copy went meanwhile.
   */
  visit<T>(id: string, work: (core: LocalCore, signal: AbortSignal) => Promise<T>): Promise<T>
  /** Throws `not_found`, or what keeps it from opening; calls then get that error until another one is opened. */
  switchTo(id: string): Promise<DeviceWorkspace>
  /** The workspace is a copy of an organisation's no more; what is here of it stays. Throws `not_found`. */
  detach(id: string): Promise<void>
  /** Forgets the workspace and deletes its data. Where it was open, another one is. Harmless when it is gone. */
  remove(id: string): Promise<void>
  /** {@link Workspaces.remove} of a copy whose user is no member any more, of which they are told. */
  end(id: string): Promise<void>
  /** Finishes what earlier processes did not come to: data of workspaces that were forgotten is deleted. */
  removeForgotten(): Promise<void>
  /** Waits for what is being deleted, too. */
  close(): Promise<void>
}

export interface WorkspacesConfig {
  readonly dataDirectory: string
  /** Named to other processes that find the folder in use. */
  readonly command: string
  readonly environment: ModelEnvironment
  /** Shared by all workspaces. */
  readonly onnx?: OnnxModels
  /** The sign-ins of copies to their servers. */
  readonly signIns: Pick<Secrets, 'signIn' | 'keepSignIn'>
  readonly onError: (error: unknown) => void
  readonly now?: () => number
}

/**
 * Measured by `npm run bench window` on two processors: with both reading documents, the window's tasks waited 100 to 170 ms for one
 * now and then; with one left to it, none took 50 ms but the first.
 */
const FOR_THE_WINDOW = 1
/** Whoever holds the folder may let go of it any time; asking is cheap. */
const BUSY_RETRY_MS = 1_000
/** For the calls under way when a workspace is left. */
const LEAVE_MS = 5_000

interface Opening {
  readonly opened: Promise<OpenWorkspace>
  readonly closing: AbortController
  readonly calls: Set<Promise<void>>
  /** Once it is being left: a second time would close the core twice. */
  left?: Promise<void>
}

export function createWorkspaces(config: WorkspacesConfig): Workspaces {
  const { dataDirectory, command, environment, onnx, onError, now = Date.now } = config
  let store: DeviceStore | undefined
  let current: Opening | undefined
  let busySince: number | undefined
  let isClosed = false
  const visits = createVisits({ openCore, onEnded: (id) => drop(id, 'ended').catch(onError) })
  const deletions = new Set<Promise<void>>()

  function device(): DeviceStore {
    if (isClosed) throw new AppError('cancelled')
    store ??= openDeviceStore({ path: join(dataDirectory, 'device.db') })
    return store
  }

  function start(previous?: Opening): Opening {
    const closing = new AbortController()
    const opened = leave(previous).then(() => open(closing.signal))
    opened.catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'workspace_busy') busySince = now()
    })
    busySince = undefined
    return { opened, closing, calls: new Set() }
  }

  async function open(closing: AbortSignal): Promise<OpenWorkspace> {
    const workspace = device().ensureCurrentWorkspace()
    const core = await openCore(workspace)
    core.documents.resume().catch(onError)
    return {
      ...{ core, workspace, directory: join(dataDirectory, workspace.directory), closing },
      get actor() {
        return core.actor
      },
    }
  }

  function openCore(
    workspace: DeviceWorkspace,
    onEnded: () => void = () => drop(workspace.id, 'ended').catch(onError),
  ): Promise<LocalCore> {
    const { id } = workspace
    const directory = join(dataDirectory, workspace.directory)
    return openLocalCore({
      ...{ directory, command, environment, onError },
      ...(onnx && { onnx }),
      ...identityOf(device(), workspace),
      settings: device().settings(id),
      spareProcessors: FOR_THE_WINDOW,
      ...(workspace.server && {
        server: {
          url: workspace.server.url,
          token: () => config.signIns.signIn(id),
          onEnded,
        },
      }),
    })
  }

  function find(id: string): DeviceWorkspace {
    const found = device()
      .workspaces()
      .find((workspace) => workspace.id === id)
    if (!found) throw new AppError('not_found', { kind: 'workspace', id })
    return found
  }

  /** Forgets the workspace, then deletes its data once nobody is at work on it. */
  function drop(id: string, why: 'removed' | 'ended'): Promise<void> {
    return untilDone(async () => {
      const known = device()
      const dropped = known.workspaces().find((workspace) => workspace.id === id)
      if (!dropped) return
      // From now on the next start deletes what this process does not come to.
      if (why === 'ended') known.endWorkspace(id)
      else known.removeWorkspace(id)
      await config.signIns.keepSignIn(id, null).catch(onError)
      await visits.stop(why === 'ended' ? 'membership_ended' : 'cancelled', id)
      // What keeps the other from opening is the answer to every call.
      await leaveFor(({ workspace }) => workspace.id === id).catch(() => {})
      await removeForgotten(known, dataDirectory, dropped)
    })
  }

  /** Deletes, and keeps the store open for it. */
  function untilDone(work: () => Promise<void>): Promise<void> {
    const done = work()
    const settled = done
      .catch(() => {})
      .finally(() => {
        deletions.delete(settled)
      })
    deletions.add(settled)
    return done
  }

  /** Opens the current workspace anew where the open one is such, or could not be opened. */
  async function leaveFor(condition: (open: OpenWorkspace) => boolean): Promise<void> {
    const isLeft = await current?.opened.then(condition, () => true)
    if (!(isLeft ?? false)) return
    current = start(current)
    await current.opened
  }

  async function leave(opening: Opening | undefined): Promise<void> {
    if (!opening) return
    opening.left ??= close(opening)
    await opening.left
  }

  async function close(opening: Opening): Promise<void> {
    opening.closing.abort()
    const left = await opening.opened.catch(() => undefined)
    const waited = new AbortController()
    await Promise.race([Promise.all(opening.calls), sleep(LEAVE_MS, undefined, { signal: waited.signal })])
    waited.abort()
    await left?.core.close().catch(onError)
  }

  function present(): Opening {
    if (isClosed) throw new AppError('cancelled')
    if (busySince !== undefined && now() - busySince >= BUSY_RETRY_MS) current = undefined
    current ??= start()
    return current
  }

  async function hold(): Promise<Hold> {
    const opening = present()
    const { promise, resolve } = Promise.withResolvers<void>()
    opening.calls.add(promise)
    const release = () => {
      opening.calls.delete(promise)
      resolve()
    }
    try {
      const open = await opening.opened
      if (open.closing.aborted) throw new AppError('cancelled')
      return { open, release }
    } catch (error) {
      release()
      throw error
    }
  }

  return {
    device,
    find,
    hold,
    async use(work) {
      const { open, release } = await hold()
      try {
        return await work(open)
      } finally {
        release()
      }
    },
    async visit(id, work) {
      const workspace = find(id)
      if (workspace.current) throw new AppError('conflict', { reason: 'this workspace is the open one' })
      return visits.visit(workspace, work)
    },
    async switchTo(id) {
      const chosen = device().useWorkspace(find(id).name)
      current ??= start()
      await leaveFor(({ workspace }) => workspace.id !== id)
      return chosen
    },
    async detach(id) {
      device().detachWorkspace(id)
      await leaveFor(({ workspace }) => workspace.id === id)
    },
    remove: (id) => drop(id, 'removed'),
    end: (id) => drop(id, 'ended'),
    removeForgotten: () =>
      untilDone(async () => {
        const known = device()
        for (const forgotten of known.forgottenWorkspaces()) {
          await config.signIns.keepSignIn(forgotten.id, null).catch(onError)
          await removeForgotten(known, dataDirectory, forgotten).catch(onError)
        }
      }),
    async close() {
      if (isClosed) return
      isClosed = true
      await Promise.all([leave(current), visits.stop('cancelled')])
      // Each may have begun to open another workspace.
      while (deletions.size > 0) await Promise.all(deletions)
      await leave(current)
      store?.close()
    },
  }
}
