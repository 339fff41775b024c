/** Serves the router on a connection: each call on the workspace that is open then, errors as the contract has them, streams paced. */
import { ORPCError, os } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { type ApiContext, router, toTransportError } from '../../api/index.ts'
import { toErrorInfo } from '../../contract/index.ts'
import type { DeviceParts } from '../device/parts.ts'
import { createDeviceRouter } from '../device/router.ts'
import { newReference } from '../reference.ts'
import { controlFlow, type Flow } from './flow.ts'
import type { Wire } from './wire.ts'

interface CallContext {
  readonly flow: Flow
  /** Of the workspace, for calls that are about it. */
  readonly workspace?: ApiContext
}

export type Serve = (wire: Wire) => void

export function createServe(parts: DeviceParts): Serve {
  const { workspaces, onError } = parts

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
          if (path[0] === 'device') return paced(context.flow, await next(options), called, () => {})
          const hold = await workspaces.hold()
          const signal = AbortSignal.any([called, hold.open.closing])
          try {
            const output = await next({ ...options, signal, context: { ...context, workspace: hold.open } })
            return paced(context.flow, output, signal, hold.release)
          } catch (error) {
            hold.release()
            throw error
          }
        } catch (error) {
          throw reported(error)
        }
      },
    ],
  })

  /** A stream at the window's pace; `ended` is called when it is over, or at once for everything else. */
  function paced(flow: Flow, output: unknown, signal: AbortSignal, ended: () => void): unknown {
    if (!isStream(output)) {
      ended()
      return output
    }
    let isStarted = false
    // A caller who left before the stream began never starts it, so that nothing in it would run.
    const leave = () => isStarted || ended()
    signal.addEventListener('abort', leave, { once: true })
    return (async function* () {
      isStarted = true
      try {
        yield* flow.paced(output, signal)
      } catch (error) {
        if (!signal.aborted) throw reported(error)
      } finally {
        signal.removeEventListener('abort', leave)
        ended()
      }
    })()
  }

  /** The error as it may travel; one of ours inside is logged under the reference that its reader sees. */
  function reported(error: unknown): unknown {
    const travelling = toTransportError(error)
    if (!(travelling instanceof ORPCError) || !INTERNAL.includes(travelling.code)) return travelling
    const reference = newReference()
    onError(travelling.cause ?? travelling, reference)
    const info = toErrorInfo(undefined, reference)
    return new ORPCError(info.code, { status: 500, message: info.message, data: info })
  }

  return (wire) => {
    const flow = controlFlow(wire)
    handler.upgrade(toPort(flow.wire), { context: { flow } })
  }
}

/** Ours, and what oRPC calls an output that does not fit the contract. */
const INTERNAL = ['internal', 'INTERNAL_SERVER_ERROR']

const isStream = (output: unknown): output is AsyncIterable<unknown> =>
  typeof output === 'object' && output !== null && Symbol.asyncIterator in output

/** The wire as oRPC takes ports. */
function toPort(wire: Wire) {
  return {
    postMessage: (frame: string | Uint8Array) => wire.send(frame),
    on(type: string, listener: (event?: { data: unknown }) => void) {
      if (type === 'close') wire.onClose(() => listener())
      else wire.onFrame((data) => listener({ data }))
    },
  }
}
