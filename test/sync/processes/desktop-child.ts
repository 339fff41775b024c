/** A desktop's backend as a process of its own, which does what its parent asks of it as a window would. */
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openTestBackend } from '../../../src/backend/test-backend.ts'
import { type AskInput, SYNC_PROTOCOL, type SyncStatus } from '../../../src/contract/index.ts'
import type { Asked, FromDesktop, KeptFile, Started, ToDesktop } from './desktop-messages.ts'

const dataDirectory = process.argv[2] ?? ''
/** Stands in for the keychain of the system, which outlives the process. */
const keychain = join(dataDirectory, 'keychain.json')
const stored: Record<string, string> = existsSync(keychain) ? JSON.parse(readFileSync(keychain, 'utf8')) : {}
const { OPENAI_API_KEY, OPENAI_BASE_URL } = process.env

const { backend, connect } = await openTestBackend({
  dataDirectory,
  secrets: {
    environment: { OPENAI_API_KEY, OPENAI_BASE_URL },
    // The stand-in of the organisation's model, which is elsewhere.
    isLocal: () => false,
    stored: { ...stored },
    async store(name, value) {
      if (value === null) delete stored[name]
      else stored[name] = value
      writeFileSync(keychain, JSON.stringify(stored))
      return true
    },
  },
})
const { client } = connect()
const say = (message: FromDesktop) => process.send?.(message)

process.on('message', ({ call, id, input }: ToDesktop) => {
  perform(call, input, (started) => say({ id, started })).then(
    (output) => say({ id, output }),
    (error: unknown) => say({ id, error: codeOf(error) }),
  )
})
// Whoever started it is gone.
process.on('disconnect', () => process.exit(1))
say('ready')

async function perform(
  call: string,
  input: unknown,
  onStarted: (started: Started) => void,
): Promise<unknown> {
  switch (call) {
    case 'add':
      return add(input as { path: string; name: string })
    case 'ask':
      return ask(input as AskInput, onStarted)
    case 'status':
      return statusOnce(() => true)
    case 'synced':
      return statusOnce(({ state }) => state === 'synced')
    case 'rows':
      return rows()
    case 'files':
      return files()
    default: {
      const names = call.split('.')
      const procedure = names.reduce<unknown>((router, name) => Reflect.get(Object(router), name), client)
      if (typeof procedure !== 'function') throw new Error(`there is no ${call}`)
      return procedure(input)
    }
  }
}

/** The first that is so, from now on. */
async function statusOnce(isSo: (status: SyncStatus) => boolean): Promise<SyncStatus> {
  for await (const status of await client.device.sync.status()) if (status && isSo(status)) return status
  throw new Error('the status ended')
}

async function add({ name, path }: { readonly path: string; readonly name: string }) {
  return client.documents.add({ file: new File([await readFile(path)], name), name })
}

async function ask(input: AskInput, onStarted: (started: Started) => void): Promise<Asked> {
  let asked: Asked | undefined
  for await (const event of await client.chats.ask(input)) {
    if (event.type === 'start') {
      const { chatId, messageId } = event
      asked = { chatId, messageId, status: 'streaming' }
      onStarted(asked)
    }
    if (event.type === 'done' && asked) asked = { ...asked, status: event.message.status }
    if (event.type === 'error' && asked) asked = { ...asked, status: 'failed' }
  }
  if (!asked) throw new Error('the answer never started')
  return asked
}

/** All that its user may see, as a server would tell it. */
const rows = () =>
  backend.workspaces.use(async ({ actor, core }) => {
    const { rows: found } = await core.sync.answer(actor, {
      ...{ protocol: SYNC_PROTOCOL, clientId: randomUUID(), mutations: [], acknowledged: 0 },
      ...{ cursor: null, refresh: [], limit: 1_000_000 },
    })
    return found
  })

const files = (): Promise<KeptFile[]> =>
  backend.workspaces.use(async ({ directory }) => {
    const entries = await readdir(join(directory, 'blobs'), { recursive: true, withFileTypes: true })
    const pdfs = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.pdf'))
    return Promise.all(
      pdfs.map(async ({ name, parentPath }) => ({
        sha256: name.slice(0, -'.pdf'.length),
        hash: createHash('sha256')
          .update(await readFile(join(parentPath, name)))
          .digest('hex'),
      })),
    )
  })

function codeOf(error: unknown): string {
  const data = typeof error === 'object' && error !== null && 'data' in error ? error.data : undefined
  const code = typeof data === 'object' && data !== null && 'code' in data ? data.code : undefined
  return typeof code === 'string' ? code : String(error instanceof Error ? error.stack : error)
}
