/** One run of the app on the stand-in: its Chromium, its recorded calls, and the hooks that give it `electron`. */
import { registerHooks } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { BrowserContext, Page } from 'playwright'
import { type AppFileServer, serveAppFiles } from './app-files.ts'
import type { ElectronStandIn } from './electron.ts'
import { createElectron } from './electron.ts'

export interface RecordedCall {
  /** Such as `BrowserWindow`, `dialog.showOpenDialog`. */
  readonly name: string
  readonly args: readonly unknown[]
}

export interface HostOptions {
  /** The built main process. */
  readonly main: string
  readonly context: BrowserContext
  readonly dataDirectory: string
  /** After the program's name. */
  readonly argv?: readonly string[]
  /** Whether the system has a keychain; it has by default. */
  readonly keychain?: boolean
  readonly locale?: string
}

export interface DesktopHost {
  readonly calls: RecordedCall[]
  readonly electron: ElectronStandIn
  readonly files: AppFileServer
  /** Answers of the next dialogs by the name of the call, first come first served; without one they are cancelled. */
  readonly answers: Map<string, unknown[]>
  /** Requests of the page that left its own origin, and what became of them. */
  readonly strayRequests: { readonly url: string; readonly allowed: boolean }[]
  readonly options: HostOptions
  /** The page of the first window. */
  page(): Promise<Page>
  /** Resolves when the app has quit. */
  readonly quit: Promise<void>
  record(name: string, args: readonly unknown[]): void
  finish(): void
}

/** The hosts by the number that the modules of their main process carry in their URLs. */
const hosts = new Map<number, DesktopHost>()
let lastHost = 0
let hooked = false

export const hostOf = (url: string): DesktopHost => {
  const host = hosts.get(Number(new URL(url).searchParams.get('host')))
  if (!host) throw new Error('this module is loaded by the desktop host only')
  return host
}
export const allHosts = (): DesktopHost[] => [...hosts.values()]

/** Loads the main process; resolves as soon as it has run, before its window shows anything. */
export async function startHost(options: HostOptions): Promise<DesktopHost> {
  hookModules()
  lastHost += 1
  const number = lastHost
  let finish = () => {}
  const quit = new Promise<void>((resolve) => {
    finish = resolve
  })
  const host: DesktopHost = {
    calls: [],
    files: await serveAppFiles(),
    answers: new Map(),
    strayRequests: [],
    options,
    quit,
    record: (name, args) => host.calls.push({ name, args }),
    finish() {
      hosts.delete(number)
      finish()
    },
    page: () => host.electron.firstPage(),
    // Needs the host, and is needed by nobody before the main process is loaded.
    electron: undefined as unknown as ElectronStandIn,
  }
  Object.assign(host, { electron: createElectron(host) })
  hosts.set(number, host)

  const { argv } = process
  const { DOCUCHAT_DATA } = process.env
  process.argv = [process.execPath, ...(options.argv ?? [])]
  process.env.DOCUCHAT_DATA = options.dataDirectory
  try {
    await import(`${pathToFileURL(options.main).href}?host=${number}`)
  } finally {
    process.argv = argv
    if (DOCUCHAT_DATA === undefined) delete process.env.DOCUCHAT_DATA
    else process.env.DOCUCHAT_DATA = DOCUCHAT_DATA
  }
  host.electron.becomeReady()
  return host
}

/** Every start loads the modules of main anew, under URLs that tell whose they are. */
function hookModules(): void {
  if (hooked) return
  hooked = true
  const module = new URL('./electron-module.ts', import.meta.url)
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const query = URL.parse(context.parentURL ?? '')?.search ?? ''
      if (!query.startsWith('?host=')) return nextResolve(specifier, context)
      if (specifier === 'electron') return { url: module.href + query, shortCircuit: true }
      const resolved = nextResolve(specifier, context)
      const isOurs = resolved.url.startsWith('file:') && fileURLToPath(resolved.url).includes('/out/')
      return isOurs ? { ...resolved, url: resolved.url + query } : resolved
    },
  })
}
