/** The main process's side of the DesktopBridge. */
import { type BrowserWindow, shell } from 'electron'
import { z } from 'zod'
import { channels } from '../contract/desktop-channels.ts'
import type { FileGrant } from '../contract/host.ts'
import { type Appearance, appearanceSchema } from './appearance.ts'
import type { Backend } from './backend.ts'
import { openExternal } from './external-links.ts'
import {
  chooseBackup,
  chooseFolderOfPdfs,
  chooseModelFolder,
  choosePdfs,
  chooseTarget,
  save,
} from './file-dialogs.ts'
import { grantFiles, grantOnly } from './grants.ts'
import { createIpc, nothing } from './ipc.ts'

export interface BridgeParts {
  readonly backend: Backend
  readonly dataDirectory: string
  /** The one window; undefined while it is closed. */
  window(): BrowserWindow | undefined
  appearance(): Appearance
  onAppearance(appearance: Appearance): void
  onConnect(): void
  onRestart(): void
}

const name = z.tuple([z.string().max(500)])
/** A dropped folder of filings has thousands; a bad page must not ask for millions. */
const paths = z.tuple([z.array(z.string().max(32_767)).max(10_000)])
const MAX_TEXT = 64 * 1024 * 1024

export function openBridge(parts: BridgeParts): void {
  const { backend } = parts
  const ipc = createIpc(() => parts.window()?.webContents)
  const window = () => {
    const open = parts.window()
    if (!open) throw new Error('there is no window')
    return open
  }

  ipc.on(channels.connect, nothing, parts.onConnect)
  ipc.on(channels.restart, nothing, parts.onRestart)
  ipc.on(
    channels.setAppearance,
    z.tuple([appearanceSchema.shape.theme, appearanceSchema.shape.language]),
    (theme, language) => parts.onAppearance({ theme, language }),
  )

  ipc.handle(channels.grantFiles, paths, (files): Promise<(FileGrant | null)[]> => grantFiles(backend, files))
  ipc.handle(channels.chooseFiles, nothing, async () => grantOnly(backend, await choosePdfs(window())))
  ipc.handle(channels.chooseFolder, nothing, async () =>
    grantOnly(backend, await chooseFolderOfPdfs(window())),
  )

  ipc.handle(channels.chooseModelFolder, nothing, async () => {
    const path = await chooseModelFolder(window())
    return path === undefined ? null : backend.request({ type: 'grantFolder', path })
  })

  ipc.handle(channels.saveText, z.tuple([z.string().max(500), z.string().max(MAX_TEXT)]), (title, text) =>
    save(window(), title, async () => text),
  )
  ipc.handle(channels.savePdf, name, (title) =>
    save(window(), title, () =>
      window().webContents.printToPDF({ printBackground: true, preferCSSPageSize: true }),
    ),
  )
  ipc.handle(channels.saveBackup, name, async (title) => {
    const path = await chooseTarget(window(), title)
    if (path !== undefined) await backend.request({ type: 'saveBackup', path })
    return path !== undefined
  })
  ipc.handle(channels.restoreBackup, nothing, async () => {
    const path = await chooseBackup(window())
    return path === undefined ? null : (await backend.request({ type: 'restoreBackup', path })).name
  })
  ipc.handle(channels.showDataFolder, nothing, async () => {
    await shell.openPath(parts.dataDirectory)
  })
  ipc.handle(channels.openExternal, z.tuple([z.string().max(4_096)]), (url) =>
    openExternal(window(), url, parts.appearance().language),
  )
}
