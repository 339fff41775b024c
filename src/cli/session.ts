/** Opens what a command needs: the device store, the workspace in use and the core on it; and closes it again. */
import { join } from 'node:path'
import { type ApiClient, createLocalClient } from '../api/index.ts'
import { AppError } from '../contract/index.ts'
import type { Core } from '../core/core.ts'
import {
  type DeviceStore,
  type DeviceWorkspace,
  dataDirectory,
  identityOf,
  logError,
  openDeviceStore,
  removeForgotten,
} from '../core/device/index.ts'
import { openLocalCore } from '../core/local-core.ts'
import { createOnnxModels, type OnnxModels } from '../core/models/index.ts'
import { createTerminal, type Terminal } from './terminal.ts'

export interface GlobalOptions {
  readonly data?: string
  readonly workspace?: string
  readonly quiet?: boolean
  readonly verbose?: boolean
}

export interface Session {
  readonly terminal: Terminal
  readonly device: DeviceStore
  readonly client: ApiClient
  readonly core: Core
  /** Of the workspace. */
  readonly directory: string
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
}

/** Runs `work` with the device store alone. */
export async function withDevice<T>(
  options: GlobalOptions,
  work: (device: DeviceStore, terminal: Terminal) => Promise<T>,
): Promise<T> {
  const terminal = createTerminal({ quiet: options.quiet ?? false, verbose: options.verbose ?? false })
  const device = openDeviceStore({ path: join(dataDirectory(options.data), 'device.db') })
  try {
    return await work(device, terminal)
  } finally {
    device.close()
  }
}

/** What a command about the search models needs; no workspace is opened for it. */
export interface ModelSession extends Pick<Session, 'terminal' | 'device' | 'signal'> {
  readonly models: OnnxModels
}

/** Runs `work` with the search models of the device. */
export async function withModels<T>(
  options: GlobalOptions,
  work: (session: ModelSession) => Promise<T>,
): Promise<T> {
  return withDevice(options, async (device, terminal) => {
    const interrupt = interruption()
    const models = openModels(options)
    try {
      return await work({ terminal, device, models, signal: interrupt.signal })
    } finally {
      await models.close()
      interrupt.release()
    }
  })
}

const openModels = (options: GlobalOptions): OnnxModels =>
  createOnnxModels({
    directory: join(dataDirectory(options.data), 'models'),
    hubURL: process.env.HF_ENDPOINT,
  })

/** Runs `work` on the workspace in use, which is made on first use; everything is closed whatever happens. */
export async function withSession<T>(
  options: GlobalOptions,
  command: string,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  return withDevice(options, async (device, terminal) => {
    const workspace = chooseWorkspace(device, options.workspace)
    const interrupt = interruption()
    const onnx = openModels(options)
    const directory = workspaceDirectory(options, workspace)
    let isEnded = false
    const core = await openLocalCore({
      directory,
      command: `docuchat ${command}`,
      ...identityOf(device, workspace),
      ...(workspace.server && {
        server: {
          url: workspace.server.url,
          token: () => process.env.DOCUCHAT_TOKEN ?? null,
          onEnded: () => {
            isEnded = true
            interrupt.abort()
          },
        },
      }),
      settings: device.settings(workspace.id),
      environment: {
        openaiKey: process.env.OPENAI_API_KEY,
        openaiBaseURL: process.env.OPENAI_BASE_URL,
        endpointKey: process.env.DOCUCHAT_API_KEY,
      },
      onnx,
      onError: (error) => {
        logError(options.data, error)
        if (terminal.verbose)
          terminal.note(error instanceof Error ? (error.stack ?? error.message) : String(error))
      },
    })
    try {
      const client = createLocalClient({ core, actor: core.actor })
      return await work({ terminal, device, core, directory, client, signal: interrupt.signal })
    } finally {
      await core.close()
      await onnx.close()
      interrupt.release()
      if (isEnded) {
        device.endWorkspace(workspace.id)
        await removeForgotten(device, dataDirectory(options.data), workspace)
        terminal.fail(`You are no member of “${workspace.name}” any more; its copy was removed from here.`)
        process.exitCode = 1
      }
    }
  })
}

export const workspaceDirectory = (options: GlobalOptions, workspace: DeviceWorkspace): string =>
  join(dataDirectory(options.data), workspace.directory)

/** The workspace called `name`, or the current one. */
export function chooseWorkspace(device: DeviceStore, name: string | undefined): DeviceWorkspace {
  if (name === undefined) return device.ensureCurrentWorkspace()
  const workspace = device.workspaces().find((candidate) => candidate.name === name)
  if (!workspace) throw new AppError('not_found', { kind: 'workspace', id: name })
  return workspace
}

/** The first Ctrl-C ends the work in good order; a second one ends the process. */
function interruption() {
  const controller = new AbortController()
  const stop = () => {
    if (controller.signal.aborted) process.exit(130)
    process.exitCode = 130
    controller.abort()
  }
  process.on('SIGINT', stop).on('SIGTERM', stop)
  return {
    signal: controller.signal,
    abort: () => controller.abort(),
    release: () => process.off('SIGINT', stop).off('SIGTERM', stop),
  }
}
