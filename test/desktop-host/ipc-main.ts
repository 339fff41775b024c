/** Electron's ipcMain. */
import { EventEmitter } from 'node:events'

type Handler = (event: object, ...args: unknown[]) => unknown

export function createIpcMain() {
  const handlers = new Map<string, Handler>()
  return Object.assign(new EventEmitter(), {
    handle(channel: string, handler: Handler): void {
      handlers.set(channel, handler)
    },
    /** What a page's invoke comes to. */
    async answer(channel: string, event: object, args: readonly unknown[]): Promise<object> {
      const handler = handlers.get(channel)
      if (!handler) return { error: `No handler registered for '${channel}'` }
      try {
        return { result: await handler(event, ...args) }
      } catch (error) {
        return { error: String(error) }
      }
    },
  })
}
export type HostIpcMain = ReturnType<typeof createIpcMain>
