/** Gives the window its {@link DesktopBridge}, and nothing else of Electron. */
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { channels } from '../contract/desktop-channels.ts'
import { type DesktopBridge, type HostEvent, PORT_MESSAGE } from '../contract/host.ts'

const listeners = new Set<(event: HostEvent) => void>()
/** What happened before anyone listened, such as the file that DocuChat was opened with. */
const unheard: HostEvent[] = []

ipcRenderer.on(channels.event, (_event, hostEvent: HostEvent) => {
  if (listeners.size === 0) unheard.push(hostEvent)
  for (const listener of listeners) listener(hostEvent)
})

ipcRenderer.on(channels.connect, (event) => {
  // A port cannot cross the context bridge, but a message to the window's own origin carries it.
  window.postMessage(PORT_MESSAGE, '/', [...event.ports])
})

const bridge: DesktopBridge = {
  platform: process.platform === 'darwin' ? 'mac' : process.platform === 'win32' ? 'windows' : 'linux',
  connect: () => ipcRenderer.send(channels.connect),
  grantFiles: (files) =>
    ipcRenderer.invoke(
      channels.grantFiles,
      files.map((file) => webUtils.getPathForFile(file)),
    ),
  chooseFiles: () => ipcRenderer.invoke(channels.chooseFiles),
  chooseFolder: () => ipcRenderer.invoke(channels.chooseFolder),
  chooseModelFolder: () => ipcRenderer.invoke(channels.chooseModelFolder),
  saveText: (name, text) => ipcRenderer.invoke(channels.saveText, name, text),
  savePdf: (name) => ipcRenderer.invoke(channels.savePdf, name),
  saveBackup: (name) => ipcRenderer.invoke(channels.saveBackup, name),
  restoreBackup: () => ipcRenderer.invoke(channels.restoreBackup),
  showDataFolder: () => ipcRenderer.invoke(channels.showDataFolder),
  openExternal: (url) => ipcRenderer.invoke(channels.openExternal, url),
  setAppearance: (theme, language) => ipcRenderer.send(channels.setAppearance, theme, language),
  restart: () => ipcRenderer.send(channels.restart),
  onEvent(listener) {
    listeners.add(listener)
    for (const event of unheard.splice(0)) listener(event)
    return () => listeners.delete(listener)
  },
}

contextBridge.exposeInMainWorld('docuchat', bridge)
