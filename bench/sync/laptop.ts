/** A laptop in a process of its own, with a copy of an organisation's workspace; {@link Orders} are what it can be told. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { Settings } from '../../src/contract/index.ts'
import type { Tenant } from '../server/stack.ts'

/** Times are milliseconds. */
export interface Orders {
  /** Opens a new copy; it is signed in unless told otherwise. */
  open(copy: NewCopy): Promise<void>
  signIn(token: string): Promise<void>
  /** Waits until everything is there, with so many documents that can be asked. */
  settle(documents: number): Promise<Settled>
  /** How many passages are found, and how long that takes. */
  search(query: string): Promise<{ readonly found: number; readonly took: number }>
  /** Gives the time of day at which it was told to. */
  addFolder(id: string): Promise<number>
  /** Gives the time of day at which a window is told of it. */
  seeFolder(id: string): Promise<number>
  /** A sync for which there is nothing to do, and beside it the server's health alone. */
  syncNow(): Promise<{ readonly took: number; readonly requests: number; readonly health: number }>
  /** Makes so many folders without a network, then sends them. */
  workOffline(count: number): Promise<{ readonly making: number; readonly sending: number }>
  close(): Promise<void>
}

export interface Settled {
  /** Of all processors since the laptop's start, in seconds. */
  readonly processorSeconds: number
  /** Rows and tombstones that were pulled. */
  readonly received: number
}

export interface NewCopy {
  readonly url: string
  readonly tenant: Tenant
  readonly settings: Partial<Settings>
  readonly signedIn: boolean
}

export interface Order {
  readonly id: number
  readonly name: keyof Orders
  readonly args: readonly unknown[]
}

export interface Report {
  readonly id: number
  readonly value?: unknown
  readonly error?: string
}

export interface Laptop extends Orders {
  readonly pid: number
}

/** Starts its process, which runs as the window's backend does: with the flags of this one (see bin/start.js). */
export async function startLaptop(): Promise<Laptop> {
  const child = fork(new URL('./laptop-process.ts', import.meta.url))
  await once(child, 'message')
  let orders = 0
  const tell =
    (name: keyof Orders) =>
    (...args: readonly unknown[]) =>
      reportOf(child, { id: ++orders, name, args })
  const names = [
    'open',
    'signIn',
    'settle',
    'search',
    'addFolder',
    'seeFolder',
    'syncNow',
    'workOffline',
  ] as const
  const told = Object.fromEntries(names.map((name) => [name, tell(name)]))
  return {
    ...(told as unknown as Omit<Orders, 'close'>),
    pid: child.pid ?? 0,
    async close() {
      await reportOf(child, { id: ++orders, name: 'close', args: [] })
      child.disconnect()
    },
  }
}

function reportOf(child: ChildProcess, order: Order): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error(`the laptop ended before it did ${order.name}`))
    const hear = ({ error, id, value }: Report) => {
      if (id !== order.id) return
      child.off('message', hear).off('exit', ended)
      if (error === undefined) resolve(value)
      else reject(new Error(`${order.name}: ${error}`))
    }
    child.on('message', hear).once('exit', ended)
    child.send(order)
  })
}
