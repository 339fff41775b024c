/** Opens the window: sandboxed, with the preload script as its only bridge. */
import { fileURLToPath } from 'node:url'
import { BrowserWindow } from 'electron'
import { frameColors, paintFrame, TITLE_BAR_HEIGHT } from './appearance.ts'
import { APP_URL } from './origin.ts'
import { keepState, MINIMUM_SIZE, restoredState } from './window-state.ts'

const PRELOAD = fileURLToPath(new URL('../preload/index.cjs', import.meta.url))
/** Without it, Chromium tells a page no `navigator.connection.type` on a desktop, and nobody knows of a mobile network. */
const KIND_OF_NETWORK = 'NetInfoDownlinkMax'
/** A window whose page dies at once again would reload for ever. */
const MAX_RELOADS_A_MINUTE = 3

/** The window appears once its page has something to show; `statePath` is where its place is remembered. */
export function openWindow(statePath: string): BrowserWindow {
  const { bounds, maximized } = restoredState(statePath)
  const window = new BrowserWindow({
    ...bounds,
    minWidth: MINIMUM_SIZE.width,
    minHeight: MINIMUM_SIZE.height,
    show: false,
    title: 'DocuChat',
    backgroundColor: frameColors().color,
    titleBarStyle: 'hidden',
    trafficLightPosition: { x: 14, y: 13 },
    ...(process.platform !== 'darwin' && {
      titleBarOverlay: { ...frameColors(), height: TITLE_BAR_HEIGHT },
      autoHideMenuBar: true,
    }),
    webPreferences: {
      preload: PRELOAD,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      enableBlinkFeatures: KIND_OF_NETWORK,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: true,
    },
  })
  window.once('ready-to-show', () => {
    if (maximized) window.maximize()
    window.show()
  })
  keepState(window, statePath)
  reloadAfterCrash(window)
  paintFrame(window)
  void window.loadURL(APP_URL)
  return window
}

function reloadAfterCrash(window: BrowserWindow): void {
  let crashes: number[] = []
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return
    const now = Date.now()
    crashes = [...crashes.filter((crash) => now - crash < 60_000), now]
    if (crashes.length <= MAX_RELOADS_A_MINUTE) void window.loadURL(APP_URL)
  })
}
