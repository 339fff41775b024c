/** A client of the backend that stays the same while the connections under it come and go. */
import { createORPCClient, DynamicLink, ORPCError, onError } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { acknowledging, type Wire } from './acknowledging.ts'
import type { Client, ConnectionState } from './host.ts'

export interface Connection {
  readonly client: Client
  /** Calls go over `wire` from now on. */
  attach(wire: Wire): void
  /** The wire is gone; calls wait for the next one. */
  detach(): void
  /** No wire will come until the user does something; waiting calls throw. */
  fail(state: 'failed' | 'signed_out'): void
  onState(listener: (state: ConnectionState) => void): () => void
}

/** `lost` is called when the wire closes by itself, to bring another; `refused` with what a call was answered that failed. */
export function openConnection(lost: () => void, refused: (error: unknown) => void = () => {}): Connection {
  const listeners = new Set<(state: ConnectionState) => void>()
  let state: ConnectionState = 'connecting'
  let next = Promise.withResolvers<RPCLink<object>>()
  let current: { readonly close: () => void } | undefined

  function move(to: ConnectionState): void {
    if (state === to) return
    state = to
    for (const listener of listeners) listener(to)
  }

  /** Makes calls wait again, if they do not already. */
  function leave(): void {
    const left = current
    current = undefined
    left?.close()
    if (state === 'connecting') return
    next = Promise.withResolvers()
    // Where nobody calls meanwhile, a failure has no one to tell and is none.
    next.promise.catch(() => {})
  }

  next.promise.catch(() => {})
  const link = new DynamicLink<object>(() => next.promise)
  return {
    client: createORPCClient(link),
    attach(wire) {
      leave()
      const port = acknowledging(wire)
      port.addEventListener('close', () => {
        if (current !== port) return
        leave()
        move('connecting')
        lost()
      })
      current = port
      next.resolve(new RPCLink({ port, interceptors: [onError(refused)] }))
      move('connected')
    },
    detach() {
      leave()
      move('connecting')
    },
    fail(to) {
      leave()
      next.reject(new ORPCError('SERVICE_UNAVAILABLE', { message: 'DocuChat cannot be reached.' }))
      move(to)
    },
    onState(listener) {
      listeners.add(listener)
      listener(state)
      return () => listeners.delete(listener)
    },
  }
}
