/** A workspace of a device that is a copy of an organisation's, as the desktop opens it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ApiClient, createLocalClient } from '../../src/api/index.ts'
import { type Settings, type SyncStatus, settingsSchema } from '../../src/contract/index.ts'
import { type LocalCore, openLocalCore } from '../../src/core/local-core.ts'
import type { ModelEnvironment } from '../../src/core/models/index.ts'
import type { SyncEngine } from '../../src/core/sync/index.ts'
import type { Caller } from '../server/caller.ts'

export interface Copy {
  readonly core: LocalCore
  readonly client: ApiClient
  readonly synced: SyncEngine
  readonly directory: string
  /** Whether the server ended it. */
  isEnded(): boolean
  /** Null signs out. */
  setToken(token: string | null): void
  /** Resolves once the status is so. */
  until(condition: (status: SyncStatus) => boolean): Promise<SyncStatus>
  /** Leaves what is on the disk. */
  close(): Promise<void>
  remove(): Promise<void>
}

export const noKeys = { openaiKey: undefined, openaiBaseURL: undefined, endpointKey: undefined }

export async function openCopy(
  caller: Caller,
  url: string,
  folder?: string,
  environment: ModelEnvironment = noKeys,
): Promise<Copy> {
  const { tenantId, userId } = caller
  const directory = folder ?? (await mkdtemp(join(tmpdir(), 'docuchat-copy-')))
  let token: string | null = caller.token
  let settings: Settings = settingsSchema.parse({})
  let isEnded = false
  const core = await openLocalCore({
    ...{ directory, command: 'a test', environment },
    ...{ tenant: { id: tenantId, name: 'Organisation' }, user: { id: userId, name: '' } },
    settings: {
      get: () => settings,
      set: (change) => {
        settings = settingsSchema.parse({ ...settings, ...change })
        return settings
      },
    },
    server: {
      ...{ url, token: () => token },
      onEnded: () => {
        isEnded = true
      },
    },
    onError: (error) => {
      throw error
    },
  })
  core.documents.resume().catch(() => {})
  const { synced } = core
  if (!synced) throw new Error('the workspace is not synced')
  const close = () => core.close()
  const context = {
    core,
    get actor() {
      return core.actor
    },
  }
  return {
    ...{ core, synced, close, directory, client: createLocalClient(context) },
    isEnded: () => isEnded,
    setToken(value) {
      token = value
      synced.wake()
    },
    async until(condition) {
      const leave = new AbortController()
      for await (const status of synced.follow(AbortSignal.any([leave.signal, AbortSignal.timeout(60_000)])))
        if (condition(status)) return status
      throw new Error(`never so: ${JSON.stringify(synced.status())}`)
    },
    async remove() {
      await close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
