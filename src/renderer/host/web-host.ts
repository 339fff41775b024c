/** The host in a browser: the backend of local web mode over a WebSocket and HTTP, on this computer. */
import { type AddedDocument, embeddingModelSchema } from '../../contract/index.ts'
import { pickFiles, pickModel, saveAs } from './browser-files.ts'
import { atMost, browserHost, UPLOADS } from './browser-host.ts'
import { openConnection } from './connection.ts'
import type { Addable, Host } from './host.ts'
import { openSession } from './web-session.ts'
import { openSocket } from './web-socket.ts'

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
      const socket =
        found === 'entered'
          ? await openSocket('/socket', ['docuchat', `session.${session.secret()}`])
          : undefined
      if (socket) return connection.attach(socket)
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  }
  void connect()

  return {
    ...browserHost,
    kind: 'web',
    client: connection.client,
    add: (file, options) => uploads(() => upload(file, options)),
    content: (id) => ({
      url: `/documents/${encodeURIComponent(id)}/content`,
      httpHeaders: session.headers(),
    }),
    device: {
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
        return embeddingModelSchema.parse(
          await session.json('POST', `/models?${new URLSearchParams(upload)}`),
        )
      },
    },
    restart() {
      connection.detach()
      void connect()
    },
    onConnection: connection.onState,
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
