/** A network between a client and the server's handler that loses, repeats, delays and cuts off what goes over it. */
import {
  type Actor,
  AppError,
  type SyncRequest,
  type SyncResponse,
  syncRequestSchema,
  syncResponseSchema,
  toErrorInfo,
} from '../../src/contract/index.ts'
import type { AnswerSync } from '../../src/core/sync/index.ts'

export type Fault =
  | 'none'
  | 'lose request'
  | 'lose response'
  | 'cut request'
  | 'cut response'
  | 'repeat'
  | 'delay'

export class Network {
  private readonly late: (() => Promise<unknown>)[] = []
  private readonly answer: AnswerSync

  constructor(answer: AnswerSync) {
    this.answer = answer
  }

  /** As a client's transport does it, with what `fault` does to it on the way. */
  async exchange(actor: Actor, request: SyncRequest, fault: Fault): Promise<SyncResponse> {
    const sent = JSON.stringify(request)
    if (fault === 'lose request') throw lost()
    if (fault === 'cut request') await this.serve(actor, sent.slice(0, sent.length / 2))
    if (fault === 'delay') {
      // It arrives long after its sender gave it up, and maybe after later ones.
      this.late.push(() => this.serve(actor, sent))
      throw lost()
    }
    if (fault === 'repeat') await this.serve(actor, sent).catch(() => {})
    const received = await this.serve(actor, sent)
    if (fault === 'lose response') throw lost()
    return parse(fault === 'cut response' ? received.slice(0, -2) : received, syncResponseSchema)
  }

  /** Delivers what was delayed, the last first. */
  async deliverLate(): Promise<void> {
    for (let deliver = this.late.pop(); deliver; deliver = this.late.pop()) await deliver().catch(() => {})
  }

  private async serve(actor: Actor, sent: string): Promise<string> {
    return JSON.stringify(await this.answer(actor, parse(sent, syncRequestSchema)))
  }
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
