/** Keeps the window on its own pages: no navigation, no new windows, no webviews, no permissions, no network, no downloads. */
import { type Session, session, type WebContents } from 'electron'
import { isOwnUrl } from './origin.ts'

/** For every web contents that is ever made; `openExternal` may ask the user about a link that was meant to open elsewhere. */
export function lockDown(contents: WebContents, openExternal: (url: string) => void): void {
  contents.on('will-navigate', (event) => {
    if (!isOwnUrl(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    if (!isOwnUrl(event.url)) event.preventDefault()
  })
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    openExternal(url)
    return { action: 'deny' }
  })
}

/** Writing to the clipboard on a click is what the copy buttons do; everything else the window has no use for. */
const ALLOWED_PERMISSIONS = new Set(['clipboard-sanitized-write'])
/** blob: and data: never leave the process; devtools: is there in development only. */
const LOCAL_SCHEMES = new Set(['blob:', 'data:', 'devtools:'])

export function lockDownSession(target: Session = session.defaultSession): void {
  target.setPermissionRequestHandler((contents, permission, allow) =>
    allow(ALLOWED_PERMISSIONS.has(permission) && isOwnUrl(contents.getURL())),
  )
  target.setPermissionCheckHandler(
    (contents, permission) =>
      ALLOWED_PERMISSIONS.has(permission) && contents !== null && isOwnUrl(contents.getURL()),
  )
  target.setDevicePermissionHandler(() => false)
  target.on('will-download', (event) => event.preventDefault())
  target.webRequest.onBeforeRequest(({ url }, decide) =>
    decide({ cancel: !isOwnUrl(url) && !LOCAL_SCHEMES.has(schemeOf(url)) }),
  )
  // Linux has no spell checker of its own, and Chromium would download dictionaries.
  if (process.platform === 'linux') target.setSpellCheckerLanguages([])
}

const schemeOf = (url: string): string => (URL.canParse(url) ? new URL(url).protocol : '')
