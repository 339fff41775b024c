/** Electron's default session: keeps the handlers it is given, and asks them about requests that leave the app. */
import { EventEmitter } from 'node:events'
import type { DesktopHost } from './host.ts'

type RequestFilter = (details: { url: string }, decide: (decision: { cancel?: boolean }) => void) => void
type PermissionRequest = (contents: object, permission: string, allow: (allowed: boolean) => void) => void
type PermissionCheck = (contents: object | null, permission: string) => boolean

export function createSession(host: DesktopHost) {
  let filter: RequestFilter | undefined
  let request: PermissionRequest | undefined
  let check: PermissionCheck | undefined
  return Object.assign(new EventEmitter(), {
    setPermissionRequestHandler(handler: PermissionRequest): void {
      request = handler
    },
    setPermissionCheckHandler(handler: PermissionCheck): void {
      check = handler
    },
    setDevicePermissionHandler: (handler: unknown) =>
      host.record('session.setDevicePermissionHandler', [handler]),
    setSpellCheckerLanguages: (languages: string[]) =>
      host.record('session.setSpellCheckerLanguages', [languages]),
    webRequest: {
      onBeforeRequest(handler: RequestFilter): void {
        filter = handler
      },
    },
    /** Without a filter Electron lets everything through. */
    allows(url: string): boolean {
      let cancelled = false
      filter?.({ url }, ({ cancel = false }) => {
        cancelled = cancel
      })
      return !cancelled
    },
    /** Both answers to one permission; without handlers Electron grants all. */
    permits(contents: object, permission: string): { request: boolean; check: boolean } {
      let requested = true
      request?.(contents, permission, (allowed) => {
        requested = allowed
      })
      return { request: requested, check: check?.(contents, permission) ?? true }
    },
  })
}
export type HostSession = ReturnType<typeof createSession>
