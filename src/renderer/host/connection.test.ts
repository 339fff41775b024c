/** The client of a window stays usable while the backend behind it comes and goes. */
import { implement } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { expect, it } from 'vitest'
import { contract, readAcknowledgement, settingsSchema } from '../../contract/index.ts'
import { openConnection } from './connection.ts'
import type { ConnectionState } from './host.ts'

/** A backend that knows its settings, and whose list of documents never comes. */
function startBackend(language: 'en' | 'fa') {
  const { port1, port2 } = new MessageChannel()
  const os = implement(contract)
  const router = {
    settings: { get: os.settings.get.handler(() => settingsSchema.parse({ language })) },
    documents: { list: os.documents.list.handler(() => new Promise<never>(() => {})) },
  }
  let acknowledged = 0
  new RPCHandler(router).upgrade({
    postMessage: (frame: unknown) => port1.postMessage(frame),
    on(type: string, listener: (event?: { data: unknown }) => void) {
      port1.addEventListener(type, (event) => {
        const data: unknown = event instanceof MessageEvent ? event.data : undefined
        const count = readAcknowledgement(data)
        if (count === undefined) listener({ data })
        else acknowledged += count
      })
    },
  })
  port1.start()
  port2.start()
  return { wire: port2, stop: () => port1.close(), acknowledged: () => acknowledged }
}

it('lets calls wait for the first connection, and for the next one', async () => {
  const states: ConnectionState[] = []
  const lost = Promise.withResolvers<void>()
  const connection = openConnection(lost.resolve)
  connection.onState((state) => states.push(state))

  const early = connection.client.settings.get()
  const first = startBackend('en')
  connection.attach(first.wire)
  expect(await early).toMatchObject({ language: 'en' })

  const underWay = connection.client.documents.list()
  underWay.catch(() => {})
  await connection.client.settings.get()
  first.stop()
  await lost.promise
  await expect(underWay).rejects.toThrow()

  const between = connection.client.settings.get()
  const second = startBackend('fa')
  connection.attach(second.wire)
  expect(await between).toMatchObject({ language: 'fa' })
  expect(states).toEqual(['connecting', 'connected', 'connecting', 'connected'])
  second.stop()
})

it('tells waiting calls when nothing will come, and serves again when something does', async () => {
  const connection = openConnection(() => {})
  const waiting = connection.client.settings.get()
  connection.fail('signed_out')
  await expect(waiting).rejects.toThrow()
  await expect(connection.client.settings.get()).rejects.toThrow()
  const backend = startBackend('en')
  connection.attach(backend.wire)
  expect(await connection.client.settings.get()).toMatchObject({ language: 'en' })
  connection.detach()
})

it('acknowledges what has come', async () => {
  const connection = openConnection(() => {})
  const backend = startBackend('en')
  connection.attach(backend.wire)
  for (let n = 0; n < 40; n++) await connection.client.settings.get()
  expect(backend.acknowledged()).toBe(32)
  connection.detach()
})
