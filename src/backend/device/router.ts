/** Implements what only a device has: workspaces, granted files, secrets, and figures about what it stores. */
import { openAsBlob } from 'node:fs'
import { implement } from '@orpc/server'
import { createLocalClient } from '../../api/index.ts'
import { deviceContract } from '../../contract/index.ts'
import { diagnose } from './diagnostics.ts'
import type { DeviceParts } from './parts.ts'
import { sampleReport } from './sample.ts'
import { measureStorage } from './storage.ts'

export function createDeviceRouter(parts: DeviceParts) {
  const { grants, secrets, workspaces } = parts
  const os = implement(deviceContract)
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
    storage: os.storage.handler(() => workspaces.use((open) => measureStorage(open, parts.dataDirectory))),
    diagnostics: os.diagnostics.handler(() => diagnose(parts)),
  })
}
