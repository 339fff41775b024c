/** The search models of this computer as the settings show them. Downloads go on while other pages are open, and end with the window. */
import { create } from 'zustand'
import type { DownloadProgress, EmbeddingModelInfo, ErrorInfo } from '../../contract/index.ts'
import { errorOf } from '../state/errors.ts'
import { client, host } from '../state/host.ts'

interface EmbeddingModelsState {
  /** Undefined before they are known. */
  readonly models: readonly EmbeddingModelInfo[] | undefined
  /** Why they could not be listed. */
  readonly error: ErrorInfo | null
  /** By name, those that this window follows. */
  readonly downloads: Readonly<Record<string, DownloadProgress>>
  /** By name, what went wrong last. */
  readonly problems: Readonly<Record<string, ErrorInfo>>
  load(): Promise<void>
  download(name: string): Promise<void>
  /** What has arrived is kept. */
  cancel(name: string): void
  remove(name: string): Promise<void>
  /** From a folder that the user chooses; throws what is wrong with it. */
  import(): Promise<void>
}

const leaving = new Map<string, AbortController>()

export const useEmbeddingModels = create<EmbeddingModelsState>()((set, get) => {
  const follow = (name: string, progress: DownloadProgress) =>
    set(({ downloads }) => ({ downloads: { ...downloads, [name]: progress } }))
  const settle = (name: string, problem?: ErrorInfo) =>
    set(({ downloads: { [name]: _, ...downloads }, problems: { [name]: __, ...problems } }) => ({
      downloads,
      problems: problem ? { ...problems, [name]: problem } : problems,
    }))

  return {
    models: undefined,
    error: null,
    downloads: {},
    problems: {},
    async load() {
      try {
        const models = await client.device.embeddingModels.list()
        set({ models, error: null })
        // Another window's download is shown here too.
        for (const { name, state } of models)
          if (state === 'downloading' && !leaving.has(name)) void get().download(name)
      } catch (error) {
        set({ error: errorOf(error) })
      }
    },
    async download(name) {
      if (leaving.has(name)) return
      const controller = new AbortController()
      leaving.set(name, controller)
      settle(name)
      const known = get().models?.find((model) => model.name === name)
      if (known) follow(name, { bytes: known.bytes, bytesDone: known.bytesDone, phase: 'downloading' })
      try {
        const { signal } = controller
        for await (const progress of await client.device.embeddingModels.download({ name }, { signal }))
          follow(name, progress)
        settle(name)
      } catch (error) {
        settle(name, controller.signal.aborted ? undefined : errorOf(error))
      } finally {
        leaving.delete(name)
      }
      await get().load()
    },
    cancel: (name) => leaving.get(name)?.abort(),
    async remove(name) {
      try {
        await client.device.embeddingModels.remove({ name })
        settle(name)
      } catch (error) {
        settle(name, errorOf(error))
      }
      await get().load()
    },
    async import() {
      if (await host.device?.importModel()) await get().load()
    },
  }
})
