/** The host in Electron: the backend over a MessagePort that main brokers, everything else over the preload script's bridge. */
import { type DesktopBridge, PORT_MESSAGE } from '../../contract/index.ts'
import { openConnection } from './connection.ts'
import type { Host } from './host.ts'

declare global {
  interface Window {
    /** Lent by the preload script; absent in a browser. */
    readonly docuchat?: DesktopBridge
  }
}

/** For a port that was lost although the backend lives. */
const RECONNECT_MS = 2_000

export function openDesktopHost(bridge: DesktopBridge): Host {
  let isConnected = false
  const connection = openConnection(() => {
    // Main sends a port by itself once it has started the backend anew; a second one would break off what the first has begun.
    setTimeout(() => isConnected || bridge.connect(), RECONNECT_MS)
  })
  connection.onState((state) => {
    isConnected = state === 'connected'
  })
  window.addEventListener('message', ({ data, ports: [port], source }) => {
    // Only this window's own preload script posts it; a frame inside would be another source.
    if (data !== PORT_MESSAGE || source !== window || !port) return
    connection.attach(port)
    port.start()
  })
  bridge.onEvent((event) => {
    if (event.type !== 'backend') return
    if (event.state === 'failed') connection.fail('failed')
    else connection.detach()
  })
  bridge.connect()

  const { client } = connection
  return {
    kind: 'desktop',
    platform: bridge.platform,
    client,
    add(file, { folderId = null, password }) {
      const more = { folderId, ...(password !== undefined && { password }) }
      return file instanceof File
        ? client.documents.add({ file, name: file.name, ...more })
        : client.device.files.add({ grant: file.token, ...more })
    },
    async grant(files) {
      const grants = await bridge.grantFiles(files)
      // What was pasted or dragged out of another program lies on no disk, and travels as it is.
      return files.map((file, index) => grants[index] ?? file)
    },
    chooseFiles: bridge.chooseFiles,
    chooseFolder: bridge.chooseFolder,
    content: (id) => ({ url: `/documents/${encodeURIComponent(id)}/content`, httpHeaders: {} }),
    saveText: bridge.saveText,
    savePdf: bridge.savePdf,
    device: {
      saveBackup: bridge.saveBackup,
      restoreBackup: bridge.restoreBackup,
      async importModel() {
        const folder = await bridge.chooseModelFolder()
        return folder && client.device.embeddingModels.import({ grant: folder.token })
      },
      showDataFolder: bridge.showDataFolder,
    },
    openExternal(url) {
      void bridge.openExternal(url)
    },
    setAppearance: bridge.setAppearance,
    restart() {
      connection.detach()
      bridge.restart()
    },
    onConnection: connection.onState,
    onEvent: bridge.onEvent,
  }
}
