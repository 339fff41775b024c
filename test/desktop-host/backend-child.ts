/** Runs a program as Electron's utility process would: with a `process.parentPort`. Its path is the first argument. */
import { EventEmitter } from 'node:events'
import { pathToFileURL } from 'node:url'
import type { HostPort } from './port.ts'
import { type PortMessage, PortTable } from './port-table.ts'

type FromParent = { kind: 'message'; data: unknown; ports: number[] } | PortMessage

const table = new PortTable((message) => process.send?.(message))
const waiting: { data: unknown; ports: HostPort[] }[] = []

/** Keeps messages until someone listens, as Electron's does. */
class ParentPort extends EventEmitter {
  postMessage(data: unknown): void {
    process.send?.({ kind: 'message', data })
  }
}
const parentPort = new ParentPort()
parentPort.on('newListener', (event) => {
  if (event !== 'message') return
  setImmediate(() => {
    for (const message of waiting.splice(0)) parentPort.emit('message', message)
  })
})

process.on('message', (message: FromParent) => {
  if (message.kind !== 'message') return table.receive(message)
  const arrived = { data: message.data, ports: message.ports.map((id) => table.arrive(id)) }
  if (parentPort.listenerCount('message') > 0 && waiting.length === 0) parentPort.emit('message', arrived)
  else waiting.push(arrived)
})
process.on('disconnect', () => process.exit(1))

Object.assign(process, { parentPort })
const program = process.argv[2]
if (program === undefined) throw new Error('which program?')
await import(pathToFileURL(program).href)
