/** The system's dialogs for choosing what to read and where to write. */
import { writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { type BrowserWindow, dialog } from 'electron'
import { walkFolder } from './walk-folder.ts'

/** Empty when the user cancelled. */
export async function choosePdfs(window: BrowserWindow): Promise<string[]> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    properties: ['openFile', 'multiSelections'],
    filters: [{ name: 'PDF', extensions: ['pdf'] }],
  })
  return filePaths
}

/** The PDFs of a folder that the user chooses; empty when cancelled. */
export async function chooseFolderOfPdfs(window: BrowserWindow): Promise<string[]> {
  const { filePaths } = await dialog.showOpenDialog(window, { properties: ['openDirectory'] })
  const [folder] = filePaths
  return folder === undefined ? [] : walkFolder(folder)
}

/** Undefined when the user cancelled. */
export async function chooseModelFolder(window: BrowserWindow): Promise<string | undefined> {
  const { filePaths } = await dialog.showOpenDialog(window, { properties: ['openDirectory'] })
  return filePaths[0]
}

export async function chooseBackup(window: BrowserWindow): Promise<string | undefined> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    properties: ['openFile'],
    filters: [{ name: 'DocuChat', extensions: ['docuchat'] }],
  })
  return filePaths[0]
}

/** Where to save; undefined when cancelled. */
export async function chooseTarget(window: BrowserWindow, name: string): Promise<string | undefined> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath: safeName(name) })
  return canceled || filePath === '' ? undefined : filePath
}

/** False when the user cancelled. */
export async function save(
  window: BrowserWindow,
  name: string,
  content: () => Promise<string | Buffer>,
): Promise<boolean> {
  const path = await chooseTarget(window, name)
  if (path === undefined) return false
  await writeFile(path, await content())
  return true
}

/** A proposed name is a name: without folders, control characters and what Windows refuses. */
export function safeName(name: string): string {
  const plain = basename(name.replaceAll('\\', '/'))
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what must go
    .replace(/[\u0000-\u001f<>:"|?*]/g, ' ')
    .replace(/^\.+/, '')
    .trim()
    .slice(0, 200)
  return plain === '' ? 'DocuChat' : plain
}
