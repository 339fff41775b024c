/** A network between clients and the server's handlers that loses, repeats, delays, reorders and cuts off what goes over it. */
import {
  type Actor,
  AppError,
  type SyncRequest,
  type SyncResponse,
  syncRequestSchema,
  syncResponseSchema,
  toErrorInfo,
} from '../../src/contract/index.ts'
import type { BlobReceiver } from '../../src/core/sync/client/send-blob.ts'
import type { AnswerSync, BlobUploads } from '../../src/core/sync/index.ts'

export const faults = [
  ...(['none', 'lose request', 'lose response', 'cut request', 'cut response'] as const),
  /** It arrives twice, and the second answer comes back; or the first; or both are answered at once. */
  ...(['repeat', 'first of two', 'overlap'] as const),
  /** It arrives long after its sender gave it up; or a copy does. */
  ...(['delay', 'late copy'] as const),
  /** A part of a file arrives, and its sender does not hear of it. */
  'lose file',
] as const
export type Fault = (typeof faults)[number]

export interface Handlers {
  readonly answer: AnswerSync
  readonly blobs: BlobUploads
  /** Whether there is a session; throws what the server throws where there is none. */
  readonly admit: (actor: Actor) => Promise<void>
}

export class Network {
  private readonly late: (() => Promise<unknown>)[] = []
  private readonly cutOff = new Set<Actor>()
  private readonly handlers: Handlers

  constructor(handlers: Handlers) {
    this.handlers = handlers
  }

  /** Parts the actor from the server, or brings them together again. */
  setPath(actor: Actor, isThere: boolean): void {
    if (isThere) this.cutOff.delete(actor)
    else this.cutOff.add(actor)
  }

  /** As a client's transport does it, with what `fault` does to it on the way. */
  async exchange(actor: Actor, request: SyncRequest, fault: Fault): Promise<SyncResponse> {
    const sent = JSON.stringify(request)
    const serve = () => this.serve(actor, sent)
    if (this.cutOff.has(actor) || fault === 'lose request') throw lost()
    if (fault === 'cut request') await this.serve(actor, sent.slice(0, sent.length / 2))
    if (fault === 'delay' || fault === 'late copy') this.late.push(serve)
    if (fault === 'delay') throw lost()
    if (fault === 'repeat') await serve().catch(() => {})
    const received = await (fault === 'overlap' ? secondOf(serve) : serve())
    if (fault === 'first of two') await serve().catch(() => {})
    if (fault === 'lose response') throw lost()
    return parse(fault === 'cut response' ? received.slice(0, -2) : received, syncResponseSchema)
  }

  /** The same for the files that go ahead. */
  receiver(actor: Actor, fault: Fault): BlobReceiver {
    const { blobs } = this.handlers
    const reach = async () => {
      if (this.cutOff.has(actor)) throw lost()
      await this.handlers.admit(actor)
    }
    return {
      async state(sha256) {
        await reach()
        return blobs.state(actor, sha256)
      },
      async receive(sha256, part) {
        await reach()
        if (fault === 'repeat') await blobs.receive(actor, sha256, part).catch(() => {})
        const state = await blobs.receive(actor, sha256, part)
        if (fault === 'lose file') throw lost()
        return state
      },
    }
  }

  /** Delivers what was delayed, the last first. */
  async deliverLate(): Promise<void> {
    for (let deliver = this.late.pop(); deliver; deliver = this.late.pop()) await deliver().catch(() => {})
  }

  private async serve(actor: Actor, sent: string): Promise<string> {
    const request = parse(sent, syncRequestSchema)
    await this.handlers.admit(actor)
    return JSON.stringify(await this.handlers.answer(actor, request))
  }
}

/** Both are waited for, whatever becomes of the first: nothing of it may go on later. */
async function secondOf<T>(run: () => Promise<T>): Promise<T> {
  const [, second] = await Promise.allSettled([run(), run()])
  if (second.status === 'rejected') throw second.reason
  return second.value
}

const lost = () => new AppError('server_unreachable')

function parse<T>(text: string, schema: { parse(value: unknown): T }): T {
  try {
    return schema.parse(JSON.parse(text))
  } catch (error) {
    throw error instanceof SyntaxError
      ? lost()
      : new Error(JSON.stringify(toErrorInfo(error)), { cause: error })
  }
}
