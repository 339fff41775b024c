/** Opens the built desktop app: in Electron where its binary is installed, else on the desktop host. */
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, chromium, type Page } from 'playwright'
import { type DesktopHost, startHost } from '../desktop-host/host.ts'
import { findChromium } from './chromium.ts'
import { watchProblems } from './launch-web.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const MAIN = join(ROOT, 'out/main/index.js')

export interface DesktopOptions {
  /** Kept when given; else a fresh one that goes with the window. */
  readonly dataDirectory?: string
  readonly argv?: readonly string[]
  readonly keychain?: boolean
  readonly locale?: string
}

export interface DesktopWindow {
  /** Which of the two ran. */
  readonly kind: 'electron' | 'desktop-host'
  readonly page: Page
  readonly dataDirectory: string
  /** Console errors and violations of the content security policy, as they came. */
  readonly problems: readonly string[]
  /** The main process; on real Electron, a test can only do with the page what a user can. */
  readonly main: DesktopHost | undefined
  /** Drops files of the disk on the element. */
  drop(selector: string, paths: readonly string[]): Promise<void>
  /** As a crash or the system would end it; false where it cannot be reached. */
  killBackend(): boolean
  close(): Promise<void>
}

/** Resolves once the page is navigated to; the workspace may still be opening. */
export async function launchDesktop(options: DesktopOptions = {}): Promise<DesktopWindow> {
  const dataDirectory = options.dataDirectory ?? (await mkdtemp(join(tmpdir(), 'docuchat-desktop-')))
  const window = isElectronInstalled()
    ? await launchElectron(dataDirectory, options)
    : await launchHost(dataDirectory, options)
  return {
    ...window,
    async close() {
      await window.close()
      if (options.dataDirectory === undefined) await rm(dataDirectory, { recursive: true, force: true })
    },
  }
}

export function isElectronInstalled(): boolean {
  const folder = join(ROOT, 'node_modules/electron')
  const pathFile = join(folder, 'path.txt')
  return existsSync(pathFile) && existsSync(join(folder, 'dist', readFileSync(pathFile, 'utf8').trim()))
}

async function launchHost(dataDirectory: string, options: DesktopOptions): Promise<DesktopWindow> {
  const browser = await chromium.launch({ executablePath: await findChromium() })
  const context = await browser.newContext()
  // From the first line of the first document on.
  let problems: readonly string[] = []
  context.once('page', (opened) => {
    problems = watchProblems(opened)
  })
  const main = await startHost({ ...options, main: MAIN, context, dataDirectory })
  const page = await main.page()
  return {
    kind: 'desktop-host',
    page,
    dataDirectory,
    problems,
    main,
    drop: (selector, paths) => dropFiles(page, selector, paths),
    killBackend: () => main.electron.processes.at(-1)?.kill('SIGKILL') ?? false,
    async close() {
      main.electron.module.app.quit()
      await main.quit
      main.files.close()
      await browser.close()
    },
  }
}

async function launchElectron(dataDirectory: string, options: DesktopOptions): Promise<DesktopWindow> {
  const app = await _electron.launch({
    args: [ROOT, ...(options.argv ?? [])],
    env: { ...process.env, DOCUCHAT_DATA: dataDirectory } as Record<string, string>,
  })
  const page = await app.firstWindow()
  return {
    kind: 'electron',
    page,
    dataDirectory,
    problems: watchProblems(page),
    main: undefined,
    drop: (selector, paths) => dropFiles(page, selector, paths),
    killBackend: () => false,
    close: () => app.close(),
  }
}

/** Makes a drop out of real files; the desktop host is told where each lies, which Electron knows by itself. */
async function dropFiles(page: Page, selector: string, paths: readonly string[]): Promise<void> {
  const files = paths.map((path) => ({
    path,
    name: basename(path),
    base64: readFileSync(path).toString('base64'),
  }))
  const transfer = await page.evaluateHandle((given) => {
    const made = new DataTransfer()
    for (const { name, base64, path } of given) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
      const file = new File([bytes], name, { type: name.endsWith('.pdf') ? 'application/pdf' : '' })
      made.items.add(file)
      // What the drop hands out is another object for the same file.
      window.desktopHostDropped?.(name, file.size, path)
    }
    return made
  }, files)
  for (const type of ['dragenter', 'dragover', 'drop'])
    await page.dispatchEvent(selector, type, { dataTransfer: transfer })
}
