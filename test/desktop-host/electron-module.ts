/** What `import … from 'electron'` gives to the main process on the stand-in. */
import { hostOf } from './host.ts'

const { electron } = hostOf(import.meta.url)

export const {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  nativeTheme,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  utilityProcess,
} = electron.module
