/** What a window in a browser does alike wherever its backend runs. */
import { pickFiles, saveAs } from './browser-files.ts'
import type { Host } from './host.ts'

type Shared = Pick<
  Host,
  | 'platform'
  | 'grant'
  | 'chooseFiles'
  | 'chooseFolder'
  | 'saveText'
  | 'savePdf'
  | 'openExternal'
  | 'setAppearance'
  | 'onEvent'
>

export const browserHost: Shared = {
  platform: platform(),
  grant: async (files) => files,
  chooseFiles: () => pickFiles({ folder: false }),
  chooseFolder: () => pickFiles({ folder: true }),
  async saveText(name, text) {
    saveAs(name, URL.createObjectURL(new Blob([text], { type: 'text/markdown' })))
    return true
  },
  async savePdf() {
    window.print()
    return true
  },
  openExternal(url) {
    if (new URL(url).protocol === 'https:') window.open(url, '_blank', 'noopener,noreferrer')
  },
  setAppearance(_theme, language) {
    document.documentElement.lang = language
  },
  onEvent: () => () => {},
}

/** Uploads at a time: more only wait for each other, and every one costs the browser a connection, of which it has six. */
export const UPLOADS = 2

/** Runs at most `limit` of the works given to it at once, the others in their order. */
export function atMost(limit: number) {
  const waiting: (() => void)[] = []
  let running = 0
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}

function platform(): Host['platform'] {
  if (/mac|iphone|ipad/i.test(navigator.userAgent)) return 'mac'
  return /windows/i.test(navigator.userAgent) ? 'windows' : 'linux'
}
