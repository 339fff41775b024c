/** The page's half of the stand-in: what a preload script finds as `electron`, and the ports of the window. Runs in the page. */

export interface PageSetup {
  readonly origin: string
  readonly platform: string
}

/** From the page to the host. */
export type FromPage =
  | { readonly kind: 'hello' }
  | { readonly kind: 'send' | 'invoke'; readonly channel: string; readonly args: unknown[] }
  | { readonly kind: 'port'; readonly id: number; readonly data: unknown }
  | { readonly kind: 'close'; readonly id: number }

/** From the host to the page. */
export type ToPage =
  | { readonly kind: 'ipc'; readonly channel: string; readonly args: unknown[]; readonly ports: number[] }
  | { readonly kind: 'port'; readonly id: number; readonly data: unknown }
  | { readonly kind: 'close'; readonly id: number }

declare global {
  interface Window {
    desktopHost(message: string): Promise<string>
    desktopHostDeliver?(messages: readonly string[]): void
    /** Told by a test where a file lies that it is about to drop; the page only ever sees name and size. */
    desktopHostDropped?(name: string, bytes: number, path: string): void
  }
}

type Preload = (require: (name: string) => unknown, process: { platform: string }) => void

/** Stands alone: it travels into the page as text, with the preload script's own text as `preload`. */
export function installPage(
  setup: PageSetup,
  preload: Preload,
  encode: (value: unknown) => string,
  decode: (text: string) => unknown,
): void {
  if (window.top !== window || location.origin !== setup.origin) return
  const listeners = new Map<string, Set<(event: { ports: MessagePort[] }, ...args: unknown[]) => void>>()
  const ports = new Map<number, MessagePort>()
  const paths = new Map<string, string>()
  const fileKey = (name: string, bytes: number) => `${bytes} ${name}`
  const tell = async (message: FromPage) => decode(await window.desktopHost(encode(message)))

  function openPort(id: number): MessagePort {
    const { port1, port2 } = new MessageChannel()
    ports.set(id, port1)
    port1.onmessage = ({ data }) => void tell({ kind: 'port', id, data })
    port1.addEventListener('close', () => void tell({ kind: 'close', id }))
    return port2
  }

  window.desktopHostDropped = (name, bytes, path) => paths.set(fileKey(name, bytes), path)
  window.desktopHostDeliver = (messages) => {
    for (const text of messages) {
      const message = decode(text) as ToPage
      if (message.kind === 'port') ports.get(message.id)?.postMessage(message.data)
      else if (message.kind === 'close') {
        ports.get(message.id)?.close()
        ports.delete(message.id)
      } else {
        const event = { ports: message.ports.map(openPort) }
        for (const listener of listeners.get(message.channel) ?? []) listener(event, ...message.args)
      }
    }
  }

  const electron = {
    contextBridge: {
      exposeInMainWorld: (name: string, api: object) =>
        Object.defineProperty(window, name, { value: Object.freeze(api) }),
    },
    ipcRenderer: {
      on(channel: string, listener: (event: { ports: MessagePort[] }, ...args: unknown[]) => void) {
        listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener))
      },
      send: (channel: string, ...args: unknown[]) => void tell({ kind: 'send', channel, args }),
      async invoke(channel: string, ...args: unknown[]) {
        const answer = (await tell({ kind: 'invoke', channel, args })) as { result?: unknown; error?: string }
        if (answer.error === undefined) return answer.result
        throw new Error(`Error invoking remote method '${channel}': ${answer.error}`)
      },
    },
    webUtils: { getPathForFile: (file: File) => paths.get(fileKey(file.name, file.size)) ?? '' },
  }

  void tell({ kind: 'hello' })
  preload(
    (name) => {
      if (name !== 'electron') throw new Error(`a sandboxed preload script cannot require ${name}`)
      return electron
    },
    { platform: setup.platform },
  )
}
