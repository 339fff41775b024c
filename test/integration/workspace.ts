/** A whole core on a temporary folder, as the shells open it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import { type Actor, type Document, type Settings, settingsSchema } from '../../src/contract/index.ts'
import { type LocalCore, type LocalCoreConfig, openLocalCore } from '../../src/core/local-core.ts'

export interface TestCore {
  readonly core: LocalCore
  readonly actor: Actor
  readonly directory: string
  /** Errors that no caller waited for. */
  readonly errors: unknown[]
  /** Closes the core and opens the same folder again, as the next process would. */
  reopen(): Promise<void>
  close(): Promise<void>
}

/** Opens a fresh workspace; no key of the machine's is used. */
export async function openTestCore(
  initial: Partial<Settings> = {},
  more: Pick<LocalCoreConfig, 'onnx'> = {},
): Promise<TestCore> {
  const directory = await mkdtemp(join(tmpdir(), 'docuchat-core-'))
  const actor: Actor = { tenantId: uuidv7(), userId: uuidv7(), role: 'owner' }
  const errors: unknown[] = []
  let settings = settingsSchema.parse(initial)
  const open = () =>
    openLocalCore({
      directory,
      command: 'a test',
      tenant: { id: actor.tenantId, name: 'Test' },
      user: { id: actor.userId, name: 'Tester' },
      settings: {
        get: () => settings,
        set: (change) => {
          settings = { ...settings, ...change }
          return settings
        },
      },
      environment: { openaiKey: undefined, openaiBaseURL: undefined, endpointKey: undefined },
      onError: (error) => errors.push(error),
      ...more,
    })
  let core = await open()
  return {
    get core() {
      return core
    },
    actor,
    directory,
    errors,
    async reopen() {
      await core.close()
      core = await open()
    },
    async close() {
      await core.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** Waits until none of `ids` is at work and returns them as they then are. */
export async function settled({ core, actor }: TestCore, ...ids: string[]): Promise<Document[]> {
  for await (const _ of core.documents.events(actor, ids, AbortSignal.timeout(50_000))) {
    // Every change is of interest to a person only.
  }
  return Promise.all(ids.map((id) => core.documents.get(actor, id)))
}

/** Adds a file of these bytes and waits for the outcome. */
export async function addAndSettle(
  test: TestCore,
  name: string,
  bytes: Uint8Array<ArrayBuffer> | string,
  password?: string,
): Promise<Document> {
  const { document } = await test.core.documents.add(test.actor, new Blob([bytes]), name, { password })
  const [outcome] = await settled(test, document.id)
  return outcome ?? document
}
