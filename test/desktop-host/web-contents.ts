/** Electron's webContents: messages to and from the page, and the watch over where it goes. */
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import type { Frame, Page, Request, Route } from 'playwright'
import { preventable } from './app.ts'
import type { WindowParts } from './browser-window.ts'
import type { DesktopHost } from './host.ts'
import { type FromPage, installPage, type ToPage } from './page-side.ts'
import type { HostPort } from './port.ts'
import { PortTable } from './port-table.ts'
import { decode, encode } from './wire.ts'

export function createWebContents(
  host: DesktopHost,
  { ipcMain, session }: WindowParts,
  opened: Promise<Page>,
  preload: string,
) {
  let openHandler: ((details: { url: string }) => { action: string }) | undefined
  let outbox: string[] = []
  let sending = false
  const ports = new PortTable((message) => send(message))
  const openedByUs = new WeakSet<Page>()
  /** One object for each frame, as senders are compared by identity. */
  const frames = new Map<Frame, { readonly url: string }>()

  const contents = Object.assign(new EventEmitter(), {
    ports,
    session,
    mainFrame: { url: 'about:blank' },
    /** The page with everything in place that must be there before its first document. */
    prepared: opened.then(prepare),
    getURL: () => contents.mainFrame.url,
    setWindowOpenHandler(handler: typeof openHandler) {
      openHandler = handler
    },
    send: (channel: string, ...args: unknown[]) => send({ kind: 'ipc', channel, args, ports: [] }),
    postMessage: (channel: string, message: unknown, given: HostPort[] = []) =>
      send({ kind: 'ipc', channel, args: [message], ports: given.map((port) => ports.sendAway(port)) }),
    printToPDF: async (options: unknown) => {
      host.record('webContents.printToPDF', [options])
      return (await opened).pdf({ preferCSSPageSize: true, printBackground: true })
    },
  })
  contents.setMaxListeners(30)
  return contents

  async function prepare(page: Page): Promise<Page> {
    contents.mainFrame = frameOf(page.mainFrame())
    await page.exposeBinding('desktopHost', async ({ frame }, message: string) =>
      encode((await receive(frame, decode(message) as FromPage)) ?? null),
    )
    const setup = JSON.stringify({ origin: host.files.origin, platform: process.platform })
    const script = readFileSync(preload, 'utf8')
    await page.addInitScript({
      content: `(${installPage})(${setup}, function (require, process) {${script}\n}, ${encode}, ${decode})`,
    })
    await page.context().route((url) => !url.href.startsWith(host.files.origin), watch)
    page.on('popup', (popup) => void closeUnlessAllowed(popup))
    page.on('crash', () => contents.emit('render-process-gone', {}, { reason: 'crashed' }))
    return page

    /** Where it leads is known by its first request; one to nowhere makes none. */
    async function closeUnlessAllowed(popup: Page): Promise<void> {
      if (popup.url() === '' || popup.url() === 'about:blank')
        await popup.waitForRequest(() => true, { timeout: 1_000 }).catch(() => {})
      if (!openedByUs.has(popup)) await popup.close().catch(() => {})
    }

    /** Asks about what leaves the app, in Electron's order: new windows, navigations, requests. */
    async function watch(route: Route): Promise<void> {
      const request = route.request()
      const url = request.url()
      const frame = request.isNavigationRequest() ? frameOfRequest(request) : undefined
      let allowed = true
      if (frame === 'new' || (frame && frame.page() !== page)) {
        allowed = openHandler?.({ url }).action === 'allow'
        if (allowed && frame !== 'new') openedByUs.add(frame.page())
      } else if (frame) {
        const isMainFrame = frame === page.mainFrame()
        const event = preventable({ url, isMainFrame })
        contents.emit('will-frame-navigate', event)
        if (isMainFrame) contents.emit('will-navigate', event)
        allowed = !event.defaultPrevented
      }
      allowed &&= session.allows(url)
      host.strayRequests.push({ url, allowed })
      await (allowed ? route.continue() : route.abort('aborted')).catch(() => {})
    }
  }

  /** The first request of a new window comes before its frame. */
  function frameOfRequest(request: Request): Frame | 'new' {
    try {
      return request.frame()
    } catch {
      return 'new'
    }
  }

  function frameOf(frame: Frame): { readonly url: string } {
    const known = frames.get(frame) ?? {
      get url() {
        return host.files.toApp(frame.url())
      },
    }
    frames.set(frame, known)
    return known
  }

  async function receive(frame: Frame, message: FromPage): Promise<unknown> {
    if (message.kind === 'port' || message.kind === 'close') return ports.receive(message)
    if (message.kind === 'hello') {
      // A new document: the ports of the one before went with it.
      ports.closeAll()
      outbox = []
      contents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false })
      return undefined
    }
    const event = { sender: contents, senderFrame: frameOf(frame) }
    if (message.kind === 'invoke') return ipcMain.answer(message.channel, event, message.args)
    ipcMain.emit(message.channel, event, ...message.args)
    return undefined
  }

  /** One delivery at a time keeps the order; what gathers meanwhile travels together. */
  function send(message: ToPage): void {
    outbox.push(encode(message))
    if (sending) return
    sending = true
    void deliver().finally(() => {
      sending = false
    })
  }

  async function deliver(): Promise<void> {
    const page = await contents.prepared
    while (outbox.length > 0 && !page.isClosed()) {
      const batch = outbox
      outbox = []
      await page.evaluate((messages) => window.desktopHostDeliver?.(messages), batch).catch(() => {})
    }
  }
}
