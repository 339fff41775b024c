/** The host in a browser: the backend of local web mode over a WebSocket and HTTP, on this computer. */
import { type AddedDocument, embeddingModelSchema } from '../../contract/index.ts'
import { pickFiles, pickModel, saveAs } from './browser-files.ts'
import { openConnection } from './connection.ts'
import type { Addable, Host } from './host.ts'
import { openSession } from './web-session.ts'
import { openSocket } from './web-socket.ts'

/** Uploads at a time: more only wait for each other, and every one costs the browser a connection, of which it has six. */
const UPLOADS = 2
const RETRY_MS = 400

export function openWebHost(): Host {
  const session = openSession()
  const connection = openConnection(() => void connect())
  const uploads = atMost(UPLOADS)

  /** Tries until it is connected; only an address that is no longer valid ends it. */
  async function connect(): Promise<void> {
    for (;;) {
      const found = await session.enter()
      if (found === 'refused') return connection.fail('signed_out')
      const socket = found === 'entered' ? await openSocket(session.secret()) : undefined
      if (socket) return connection.attach(socket)
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  }
  void connect()

  return {
    kind: 'web',
    platform: platform(),
    client: connection.client,
    add: (file, options) => uploads(() => upload(file, options)),
    grant: async (files) => files,
    chooseFiles: () => pickFiles({ folder: false }),
    chooseFolder: () => pickFiles({ folder: true }),
    content: (id) => ({
      url: `/documents/${encodeURIComponent(id)}/content`,
      httpHeaders: session.headers(),
    }),
    async saveText(name, text) {
      saveAs(name, URL.createObjectURL(new Blob([text], { type: 'text/markdown' })))
      return true
    },
    async savePdf() {
      window.print()
      return true
    },
    async saveBackup(name) {
      // The browser itself downloads it, so that a large one goes to the disk; it can show no header, hence a ticket for one download.
      const { ticket } = (await session.json('POST', '/tickets')) as { ticket: string }
      saveAs(name, `/backup?ticket=${encodeURIComponent(ticket)}`)
      return true
    },
    async restoreBackup() {
      const [file] = await pickFiles({ folder: false, accept: '.docuchat' })
      if (!file) return null
      const { name } = (await session.json('POST', '/restore', file)) as { name: string }
      return name
    },
    async importModel() {
      const picked = await pickModel()
      if (!picked) return null
      const upload = { upload: crypto.randomUUID(), folder: picked.folder }
      for (const { path, file } of picked.files)
        await session.json('POST', `/models/file?${new URLSearchParams({ ...upload, path })}`, file)
      return embeddingModelSchema.parse(await session.json('POST', `/models?${new URLSearchParams(upload)}`))
    },
    openExternal(url) {
      if (new URL(url).protocol === 'https:') window.open(url, '_blank', 'noopener,noreferrer')
    },
    setAppearance(_theme, language) {
      document.documentElement.lang = language
    },
    restart() {
      connection.detach()
      void connect()
    },
    onConnection: connection.onState,
    onEvent: () => () => {},
  }

  async function upload(
    file: Addable,
    { folderId, password }: { readonly folderId?: string | null; readonly password?: string },
  ): Promise<AddedDocument> {
    if (!(file instanceof File)) throw new Error('A browser grants no files')
    const query = new URLSearchParams({ name: file.name, ...(folderId && { folderId }) })
    const headers: Record<string, string> =
      password === undefined ? {} : { 'x-document-password': encodeURIComponent(password) }
    return (await session.json('POST', `/documents?${query}`, file, headers)) as AddedDocument
  }
}

/** Runs at most `limit` of the works given to it at once, the others in their order. */
function atMost(limit: number) {
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
