/** Makes the parts of `electron` that a main process uses, for one host. */
import { EventEmitter } from 'node:events'
import type { Page } from 'playwright'
import { createApp } from './app.ts'
import { createWindowClass, type HostWindow } from './browser-window.ts'
import type { DesktopHost } from './host.ts'
import { createIpcMain } from './ipc-main.ts'
import { MessageChannelMain } from './port.ts'
import { createSession } from './session.ts'
import { createSystem } from './system.ts'
import { type ForkOptions, HostUtilityProcess } from './utility-process.ts'

export type ElectronStandIn = ReturnType<typeof createElectron>

export function createElectron(host: DesktopHost) {
  const windows: HostWindow[] = []
  const processes: HostUtilityProcess[] = []
  const ipcMain = createIpcMain()
  const session = createSession(host)
  const app = createApp(host, () => windows)
  const system = createSystem(host, () => windows)
  const BrowserWindow = createWindowClass(host, { app, ipcMain, session, windows })

  return {
    module: {
      app,
      BrowserWindow,
      ipcMain,
      MessageChannelMain,
      ...system,
      powerMonitor: new EventEmitter(),
      protocol: {
        registerSchemesAsPrivileged: (schemes: unknown) =>
          host.record('protocol.registerSchemesAsPrivileged', [schemes]),
        handle(scheme: string, handler: Parameters<typeof host.files.handle>[0]) {
          host.record('protocol.handle', [scheme])
          host.files.handle(handler)
        },
      },
      session: { defaultSession: session },
      utilityProcess: {
        fork(program: string, arguments_: string[] = [], options: ForkOptions = {}) {
          host.record('utilityProcess.fork', [program, arguments_, options])
          const child = new HostUtilityProcess(program, arguments_, options)
          processes.push(child)
          return child
        },
      },
    },
    windows,
    processes,
    becomeReady: () => app.becomeReady(),
    async firstPage(): Promise<Page> {
      while (windows.length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
      const [window] = windows
      if (!window) throw new Error('the window was closed')
      await window.loaded
      return window.page
    },
  }
}
