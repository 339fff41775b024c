/** A steady load on a server: uploads, searches and chats, by clients that try once more what a restart may refuse, and nothing else. */
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { type AddedDocument, chatResponseSchema } from '../../src/contract/index.ts'
import { textPdf } from '../fixtures/pdf.ts'
import type { Caller } from './caller.ts'

const WORDS = 'river harbour copper winter orchard signal granite lantern meadow railway timber'.split(' ')
const QUESTION = 'Which harbour has a lantern?'

export interface Load {
  /** Documents whose upload was acknowledged. */
  readonly documents: readonly string[]
  /** Answers that were begun: the text that came of each, and how it ended. */
  readonly answers: ReadonlyMap<string, { readonly text: string; readonly ending: string }>
  readonly searches: number
  /** Requests that were told to come back. */
  readonly retries: number
  /** What should not have happened. */
  readonly failures: readonly string[]
  /** Starts nothing more, and waits for what was started. */
  stop(): Promise<void>
}

/** `chats` of them go on at once. */
export function startLoad(url: string, caller: Caller, chats: number): Load {
  const documents: string[] = []
  const answers = new Map<string, { text: string; ending: string }>()
  const failures: string[] = []
  let [searches, retries, uploads] = [0, 0, 0]
  let stopped = false

  /** The response of the first try that is neither refused for now nor, once, cut off with its connection. */
  async function insist(what: string, send: () => Promise<Response>): Promise<Response | undefined> {
    for (let cutOff = 0; ; ) {
      const response = await send().catch((error: unknown) => error)
      if (response instanceof Response && response.status === 503 && response.headers.has('retry-after')) {
        retries += 1
        await sleep(100)
      } else if (response instanceof Response) {
        if (response.ok) return response
        failures.push(`${what}: ${response.status} ${await response.text()}`)
        return undefined
      } else if (cutOff === 0) {
        cutOff += 1
        await sleep(100)
      } else {
        failures.push(`${what}: ${String(response)}`)
        return undefined
      }
    }
  }

  async function upload(): Promise<void> {
    uploads += 1
    const text = Array.from({ length: 60 }, (_, n) => WORDS[(n * uploads + (n % 7)) % WORDS.length]).join(' ')
    const bytes = await textPdf([`Report ${uploads}. ${text}`])
    const response = await insist('upload', () => caller.upload(`report-${uploads}.pdf`, bytes))
    if (response) documents.push(((await response.json()) as AddedDocument).document.id)
  }

  async function search(): Promise<void> {
    const response = await insist('search', () =>
      caller.request('GET', `/search?query=${encodeURIComponent(QUESTION)}`),
    )
    await response?.arrayBuffer()
    searches += 1
  }

  /** One answer, over as many connections as it takes. */
  async function chat(): Promise<void> {
    let messageId: string | undefined
    for (let connections = 0; connections < 20; connections++) {
      const request = messageId ? { type: 'resume', messageId } : { type: 'ask', question: QUESTION }
      const ending = await converse({ ...request, id: 'a' })
      if (ending === 'done' || ending === 'stopped') return
      if (ending !== 'restarting' && ending !== 'service_unavailable')
        return void failures.push(`chat: ${ending}`)
      retries += 1
      await sleep(100)
    }
    failures.push('chat: did not end')

    function converse(request: object): Promise<string> {
      const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/chat`, [
        ...['docuchat', 'bearer', caller.token],
      ])
      let text = ''
      return new Promise((resolve) => {
        let isOver = false
        const end = (ending: string) => {
          if (isOver) return
          isOver = true
          if (messageId) answers.set(messageId, { text, ending })
          resolve(ending)
          socket.close()
        }
        socket.on('open', () => socket.send(JSON.stringify(request)))
        socket.on('error', () => {})
        socket.on('close', () => end('restarting'))
        socket.on('message', (data) => {
          const event = chatResponseSchema.parse(JSON.parse(String(data)))
          if (event.type === 'start') messageId = event.messageId
          if (event.type === 'delta') text += event.text
          if (event.type === 'done') end(event.message.status)
          if (event.type === 'error' || event.type === 'refused') end(event.error.code)
        })
      })
    }
  }

  async function repeat(work: () => Promise<void>, pauseMs: number): Promise<void> {
    while (!stopped) {
      await work()
      await sleep(pauseMs)
    }
  }
  const loops = [
    repeat(upload, 300),
    repeat(search, 100),
    ...Array.from({ length: chats }, () => repeat(chat, 50)),
  ]

  return {
    ...{ documents, answers, failures },
    get searches() {
      return searches
    },
    get retries() {
      return retries
    },
    async stop() {
      stopped = true
      await Promise.all(loops)
    },
  }
}
