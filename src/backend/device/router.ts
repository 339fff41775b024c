/** Implements what only a device has: workspaces, granted files, secrets, and figures about what it stores. */
import { openAsBlob } from 'node:fs'
import { implement } from '@orpc/server'
import { createLocalClient } from '../../api/index.ts'
import { AppError, deviceContract } from '../../contract/index.ts'
import { workspaceSearchingWith } from '../../core/device/index.ts'
import { diagnose } from './diagnostics.ts'
import type { DeviceParts } from './parts.ts'
import { sampleReport } from './sample.ts'
import { createServersRouter } from './servers.ts'
import { measureStorage } from './storage.ts'
import { createSyncRouter } from './sync.ts'

export function createDeviceRouter(parts: DeviceParts) {
  const { grants, onnx, secrets, workspaces } = parts
  const os = implement(deviceContract)
  const signalOf = (signal: AbortSignal | undefined) => signal ?? new AbortController().signal
  return os.router({
    workspaces: {
      list: os.workspaces.list.handler(() => [...workspaces.device().workspaces()]),
      create: os.workspaces.create.handler(({ input }) => workspaces.device().createWorkspace(input.name)),
      rename: os.workspaces.rename.handler(({ input }) =>
        workspaces.device().renameWorkspace(input.id, input.name),
      ),
      open: os.workspaces.open.handler(({ input }) => workspaces.switchTo(input.id)),
    },
    files: {
      add: os.files.add.handler(({ input: { grant, folderId, password } }) =>
        workspaces.use(async (open) => {
          const { path, name } = grants.redeem(grant)
          const file = new File([await openAsBlob(path)], name)
          return createLocalClient(open).documents.add({
            ...{ file, name, folderId },
            ...(password !== undefined && { password }),
          })
        }),
      ),
      addSample: os.files.addSample.handler(() =>
        workspaces.use(async (open) => {
          const file = await sampleReport()
          return createLocalClient(open).documents.add({ file, name: file.name })
        }),
      ),
    },
    secrets: {
      list: os.secrets.list.handler(() => secrets.list()),
      set: os.secrets.set.handler(({ input }) => secrets.set(input.name, input.value)),
    },
    embeddingModels: {
      list: os.embeddingModels.list.handler(() => onnx.list()),
      download: os.embeddingModels.download.handler(async function* ({ input, signal }) {
        yield* onnx.download(input.name, signalOf(signal))
      }),
      import: os.embeddingModels.import.handler(({ input, signal }) =>
        onnx.import(grants.redeem(input.grant, 'folder').path, signalOf(signal)),
      ),
      remove: os.embeddingModels.remove.handler(async ({ input: { name } }) => {
        const workspace = workspaceSearchingWith(workspaces.device(), name)
        if (workspace) throw new AppError('embedding_model_in_use', { name, workspace: workspace.name })
        await onnx.remove(name)
      }),
    },
    servers: createServersRouter(parts),
    sync: createSyncRouter(workspaces),
    storage: os.storage.handler(() => workspaces.use((open) => measureStorage(open, parts.dataDirectory))),
    diagnostics: os.diagnostics.handler(() => diagnose(parts)),
  })
}
