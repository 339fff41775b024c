/** What of a workspace is on the disk, whatever ends while it is being deleted. */
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { acquireLock } from '../../core/database/index.ts'
import { openDeviceStore } from '../../core/device/index.ts'
import { openTestBackend } from '../test-backend.ts'
import { createWorkspaces } from './workspaces.ts'

let dataDirectory: string
beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'docuchat-workspaces-'))
})
afterEach(() => rm(dataDirectory, { recursive: true, force: true }))

/** Forgotten by a process that ended before it deleted anything; its folder. */
async function forgotten(): Promise<string> {
  const device = openDeviceStore({ path: join(dataDirectory, 'device.db') })
  device.ensureCurrentWorkspace()
  const { directory, id } = device.createWorkspace('Gone')
  const path = join(dataDirectory, directory)
  await mkdir(join(path, 'blobs'), { recursive: true })
  await writeFile(join(path, 'blobs', 'one'), 'a PDF')
  device.removeWorkspace(id)
  device.close()
  return path
}

function stillToDelete(): number {
  const device = openDeviceStore({ path: join(dataDirectory, 'device.db') })
  const { length } = device.forgottenWorkspaces()
  device.close()
  return length
}

it('deletes at the start what an earlier process forgot and did not delete', async () => {
  const path = await forgotten()
  const { backend } = await openTestBackend({ dataDirectory })
  await vi.waitFor(() => expect(existsSync(path)).toBe(false), 10_000)
  await backend.close()
  expect(existsSync(`${path}.removed`)).toBe(false)
  expect(stillToDelete()).toBe(0)
})

it('leaves it to a later start while another process has it open', async () => {
  const path = await forgotten()
  const lock = await acquireLock(join(path, 'lock'), 'a test')
  const first = await openTestBackend({ dataDirectory })
  await first.backend.close()
  expect(existsSync(join(path, 'blobs', 'one'))).toBe(true)
  expect(stillToDelete()).toBe(1)
  lock.release()
  const second = await openTestBackend({ dataDirectory })
  await second.backend.close()
  expect(existsSync(path)).toBe(false)
})

it('is closed only when nothing is being deleted any more', async () => {
  const workspaces = createWorkspaces({
    ...{ dataDirectory, command: 'a test', onError: (error) => expect.fail(String(error)) },
    environment: { openaiKey: undefined, openaiBaseURL: undefined, endpointKey: undefined },
    signIns: { signIn: () => null, keepSignIn: async () => {} },
  })
  const { id, directory } = await workspaces.use(async ({ workspace }) => workspace)
  const removing = workspaces.remove(id)
  await workspaces.close()
  expect(existsSync(join(dataDirectory, directory))).toBe(false)
  await removing
})
