/** Puts the main process together: one instance, one backend, one window. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { app, type BrowserWindow, nativeTheme } from 'electron'
import { channels } from '../contract/desktop-channels.ts'
import { type Appearance, paintFrame, readAppearance, rememberAppearance } from './appearance.ts'
import { type Backend, startBackend } from './backend.ts'
import { openBridge } from './bridge.ts'
import { offerContextMenu } from './context-menu.ts'
import { dataDirectory } from './data-directory.ts'
import { LINK_SCHEME, parseDeepLink } from './deep-link.ts'
import { openExternal } from './external-links.ts'
import { grantOnly } from './grants.ts'
import { type LaunchRequest, readLaunchArguments } from './launch-arguments.ts'
import { lockDown, lockDownSession } from './lock-down.ts'
import { showMenu } from './menu.ts'
import { createOutsideEvents } from './outside-events.ts'
import { registerScheme, serveApp } from './protocol.ts'
import { openSecrets } from './secrets.ts'
import { watchUpdates } from './updates.ts'
import { openWindow } from './window.ts'

const RENDERER = fileURLToPath(new URL('../renderer', import.meta.url))

const directory = dataDirectory()
// Chromium's own files stay apart from the workspaces; the lock of the single instance lies there too, so it is one per data folder.
const windowDirectory = join(directory, 'window')
mkdirSync(windowDirectory, { recursive: true, mode: 0o700 })
app.setPath('userData', windowDirectory)

if (app.requestSingleInstanceLock()) run()
else app.quit()

function run(): void {
  let window: BrowserWindow | undefined
  let backend: Backend | undefined
  let appearance: Appearance = { theme: 'system', language: 'en' }
  const outside = createOutsideEvents(() => window)
  const launched = readLaunchArguments(process.argv, process.cwd())
  const early = { files: [...launched.files], links: [...launched.links] }

  registerScheme()
  app.enableSandbox()
  // A run from source would register Electron itself, without the app.
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME)
  app.on('web-contents-created', (_event, contents) => lockDown(contents, askToOpen))
  // Before the app is ready on a Mac, which passes files and links by these and not as arguments.
  app.on('open-file', (event, path) => {
    event.preventDefault()
    act({ files: [path], links: [] })
  })
  app.on('open-url', (event, url) => {
    event.preventDefault()
    act({ files: [], links: [url] })
  })
  app.on('second-instance', (_event, argv, workingDirectory) => {
    showWindow()
    act(readLaunchArguments(argv, workingDirectory))
  })
  app.on('activate', showWindow)
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('before-quit', (event) => {
    if (!backend || backend.state === 'closed') return
    event.preventDefault()
    void backend.close().finally(() => app.quit())
  })
  void app.whenReady().then(start)

  function start(): void {
    const appearancePath = join(windowDirectory, 'appearance.json')
    appearance = readAppearance(appearancePath, app.getLocale())
    nativeTheme.themeSource = appearance.theme
    nativeTheme.on('updated', () => window && paintFrame(window))
    lockDownSession()
    const secrets = openSecrets(join(windowDirectory, 'secrets.json'))
    const running = startBackend({
      dataDirectory: directory,
      version: app.getVersion(),
      secrets: secrets.all,
      storeSecret: secrets.store,
      onState(state) {
        if (state !== 'started') outside.tell({ type: 'backend', state })
        // The ports of the process before are dead. At the first start there is no window yet.
        else if (window) connect()
      },
    })
    backend = running
    serveApp({
      folder: RENDERER,
      documentPath: async (id) => (await running.request({ type: 'documentFile', id })).path,
    })
    const updates = watchUpdates(
      (version) => outside.tell({ type: 'update', version }),
      () => {
        // Offline is no news; the next check comes.
      },
    )
    openBridge({
      backend: running,
      dataDirectory: directory,
      window: () => window,
      appearance: () => appearance,
      onAppearance(chosen) {
        appearance = chosen
        nativeTheme.themeSource = chosen.theme
        rememberAppearance(appearancePath, chosen)
        if (window) paintFrame(window)
        applyMenu()
      },
      onConnect() {
        connect()
        outside.windowReady()
      },
      onRestart() {
        if (running.state === 'failed') running.restart()
        else updates.install()
      },
    })
    applyMenu()
    showWindow()
    act(early)
  }

  function applyMenu(): void {
    showMenu(appearance.language, { command: (command) => outside.tell({ type: 'command', command }) })
  }

  function showWindow(): void {
    if (!backend) return
    if (!window) {
      const opened = openWindow(join(windowDirectory, 'window.json'))
      window = opened
      offerContextMenu(opened, () => appearance.language)
      opened.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
        if (isMainFrame && !isSameDocument) outside.windowGone()
      })
      opened.on('closed', () => {
        window = undefined
        outside.windowGone()
      })
      return
    }
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }

  /** Gives the window a port to the backend that runs now. */
  function connect(): void {
    if (!window || backend?.state !== 'running') return
    window.webContents.postMessage(channels.connect, null, [backend.connect()])
  }

  /** Does what a command line, a link or the system asked for, or keeps it until there is a backend. */
  function act({ files, links }: LaunchRequest): void {
    if (!backend) {
      early.files.push(...files)
      early.links.push(...links)
      return
    }
    for (const link of links) {
      const event = parseDeepLink(link)
      if (event) outside.tell(event)
    }
    if (files.length === 0) return
    void grantOnly(backend, files).then((grants) => {
      if (grants.length > 0) outside.tell({ type: 'files', grants })
    })
  }

  function askToOpen(url: string): void {
    if (window) void openExternal(window, url, appearance.language)
  }
}
