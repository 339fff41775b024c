/** Serves the router on a connection: each call on the workspace that is open then. */
import { os } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import {
  type ApiContext,
  controlFlow,
  createStreams,
  type Flow,
  router,
  toPort,
  type Wire,
} from '../api/index.ts'
import type { DeviceParts } from './device/parts.ts'
import { createDeviceRouter } from './device/router.ts'
import { newReference } from './reference.ts'

interface CallContext {
  readonly flow: Flow
  /** Of the workspace, for calls that are about it. */
  readonly workspace?: ApiContext
}

export type Serve = (wire: Wire) => void

export function createServe(parts: DeviceParts): Serve {
  const { workspaces, onError } = parts
  const streams = createStreams((error) => {
    const reference = newReference()
    onError(error, reference)
    return reference
  })

  const inWorkspace = os.$context<CallContext>().use(({ context: { workspace }, next }) => {
    if (!workspace) throw new Error('a call about the workspace came without one')
    return next({ context: { core: workspace.core, actor: workspace.actor } })
  })
  const served = { ...inWorkspace.router(router), device: createDeviceRouter(parts) }

  const handler = new RPCHandler(served, {
    clientInterceptors: [
      async ({ next, ...options }) => {
        const { context, path } = options
        const called = options.signal ?? new AbortController().signal
        try {
          if (path[0] === 'device') return streams.paced(context.flow, await next(options), called, () => {})
          const hold = await workspaces.hold()
          const signal = AbortSignal.any([called, hold.open.closing])
          try {
            const output = await next({ ...options, signal, context: { ...context, workspace: hold.open } })
            return streams.paced(context.flow, output, signal, hold.release)
          } catch (error) {
            hold.release()
            throw error
          }
        } catch (error) {
          throw streams.reported(error)
        }
      },
    ],
  })

  return (wire) => {
    const flow = controlFlow(wire)
    handler.upgrade(toPort(flow.wire), { context: { flow } })
  }
}
