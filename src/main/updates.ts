/** Looks for updates of an installed app; a build from source, and one without an address to ask, never asks anyone. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'

const CHECK_EVERY_MS = 6 * 60 * 60 * 1000

export interface Updates {
  /** Ends DocuChat, installs the downloaded update and starts it again; false when there is none. */
  install(): boolean
}

/** `onReady` is told the version that waits to be installed; without the user's word it is installed when DocuChat quits. */
export function watchUpdates(onReady: (version: string) => void, onError: (error: unknown) => void): Updates {
  let install: (() => void) | undefined
  // electron-builder writes this file from its `publish` setting; without it there is nowhere to ask.
  if (app.isPackaged && existsSync(join(process.resourcesPath, 'app-update.yml'))) void watch().catch(onError)
  return {
    install() {
      install?.()
      return install !== undefined
    },
  }

  async function watch(): Promise<void> {
    // Loaded only here: an offline start should not pay for it.
    const { autoUpdater } = (await import('electron-updater')).default
    autoUpdater.disableWebInstaller = true
    autoUpdater.allowDowngrade = false
    autoUpdater.on('error', onError)
    autoUpdater.on('update-downloaded', ({ version }) => {
      install = () => autoUpdater.quitAndInstall()
      onReady(version)
    })
    const check = () => autoUpdater.checkForUpdates().catch(onError)
    setInterval(check, CHECK_EVERY_MS).unref()
    await check()
  }
}
