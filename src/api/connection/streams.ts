/** What every connection does with the router's calls: streams at the window's pace, errors as the contract has them. */
import { ORPCError } from '@orpc/server'
import { toErrorInfo } from '../../contract/index.ts'
import { toTransportError } from '../base.ts'
import type { Flow } from './flow.ts'
import type { Wire } from './wire.ts'

export interface Streams {
  /** A stream at the window's pace; `ended` is called when it is over, or at once for everything else. */
  paced(flow: Flow, output: unknown, signal: AbortSignal, ended: () => void): unknown
  /** The error as it may travel; one of ours inside is logged under the reference that its reader sees. */
  reported(error: unknown): unknown
}

/** `log` keeps an error from inside and returns the reference that its reader is shown. */
export function createStreams(log: (error: unknown) => string): Streams {
  function reported(error: unknown): unknown {
    const travelling = toTransportError(error)
    if (!(travelling instanceof ORPCError) || !INTERNAL.includes(travelling.code)) return travelling
    const info = toErrorInfo(undefined, log(travelling.cause ?? travelling))
    return new ORPCError(info.code, { status: 500, message: info.message, data: info })
  }

  return {
    reported,
    paced(flow, output, signal, ended) {
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
    },
  }
}

/** Ours, and what oRPC calls an output that does not fit the contract. */
const INTERNAL = ['internal', 'INTERNAL_SERVER_ERROR']

const isStream = (output: unknown): output is AsyncIterable<unknown> =>
  typeof output === 'object' && output !== null && Symbol.asyncIterator in output

/** The wire as oRPC takes ports. */
export function toPort(wire: Wire) {
  return {
    postMessage: (frame: string | Uint8Array) => wire.send(frame),
    on(type: string, listener: (event?: { data: unknown }) => void) {
      if (type === 'close') wire.onClose(() => listener())
      else wire.onFrame((data) => listener({ data }))
    },
  }
}
