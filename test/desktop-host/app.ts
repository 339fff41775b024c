/** Electron's `app`: life and death of the program, its paths, and the lock of the single instance. */
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { allHosts, type DesktopHost } from './host.ts'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string
}

/** An event that a listener may prevent. */
export function preventable<Details extends object>(details: Details) {
  return Object.assign(details, {
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true
    },
  })
}

export function createApp(host: DesktopHost, windows: () => readonly { destroy(): void }[]) {
  const paths = new Map([
    ['home', homedir()],
    ['appData', tmpdir()],
    ['userData', tmpdir()],
  ])
  let isReady = false
  let hasLock = false

  class HostApp extends EventEmitter {
    readonly isPackaged = false
    readonly holdsLock = () => hasLock
    readonly userData = () => paths.get('userData') ?? ''
    #ready = Promise.withResolvers<void>()

    becomeReady(): void {
      isReady = true
      this.#ready.resolve()
      this.emit('ready')
    }
    isReady = () => isReady
    whenReady = () => this.#ready.promise
    getVersion = () => version
    getName = () => 'DocuChat'
    getLocale = () => host.options.locale ?? 'en-US'
    getPath = (name: string) => paths.get(name) ?? tmpdir()
    setPath(name: string, path: string): void {
      paths.set(name, path)
    }
    enableSandbox = () => host.record('app.enableSandbox', [])
    setAsDefaultProtocolClient(scheme: string): boolean {
      host.record('app.setAsDefaultProtocolClient', [scheme])
      return true
    }

    /** One for each userData folder, as in Electron; who comes second is announced to who was first. */
    requestSingleInstanceLock(): boolean {
      const first = allHosts().find(({ electron }) => {
        const other = electron.module.app
        return other !== this && other.holdsLock() && other.userData() === this.userData()
      })
      hasLock = first === undefined
      first?.electron.module.app.emit('second-instance', {}, [...process.argv], process.cwd())
      return hasLock
    }

    quit(): void {
      const event = preventable({})
      this.emit('before-quit', event)
      if (event.defaultPrevented) return
      for (const window of windows()) window.destroy()
      this.emit('will-quit', preventable({}))
      this.emit('quit', {}, 0)
      hasLock = false
      host.finish()
    }
    exit(): void {
      hasLock = false
      host.finish()
    }
    relaunch = () => host.record('app.relaunch', [])
  }
  return new HostApp()
}
export type HostApp = ReturnType<typeof createApp>
