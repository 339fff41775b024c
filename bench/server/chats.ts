/** Many people who ask over WebSockets at once. */
import { type IncomingMessage, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { type ChatResponse, chatResponseSchema } from '../../src/contract/index.ts'
import { FIRST_TOKEN_MS } from './model.ts'
import type { Tenant } from './stack.ts'

/**
 * What the machine itself adds: milliseconds from the model's sending of each token to its arrival at `count` readers that ask the model
 * straight, and do nothing else with what they read.
 */
export async function readStraight(modelUrl: string, count: number, rampMs: number): Promise<number[]> {
  const lags: number[] = []
  const readers = Array.from({ length: count }, async (_, number) => {
    await sleep((number * rampMs) / count)
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request(`${modelUrl}/v1/chat/completions`, { method: 'POST', agent: false }, resolve)
        .on('error', reject)
        .end('{}')
    })
    for await (const part of response) {
      const now = Date.now()
      for (const [, sentAt] of String(part).matchAll(/"content":"(\d+)/g)) lags.push(now - Number(sentAt))
    }
  })
  await Promise.all(readers)
  return lags
}

export interface ChatTimes {
  /** Milliseconds from the model's sending of each token to its arrival here. */
  readonly lags: number[]
  /** Milliseconds from each question to its first delta, less those that the model took. */
  readonly firsts: number[]
  /** Answers that came whole. */
  completed: number
  /** The most answers that were being written at once. */
  atOnce: number
  readonly failures: string[]
}

/** `count` chats, one connection each, begun evenly over `rampMs`; `tokens` is how many a whole answer has. */
export async function chat(
  urls: readonly string[],
  tenants: readonly Tenant[],
  { count, rampMs, tokens }: { readonly count: number; readonly rampMs: number; readonly tokens: number },
  question: (chat: number) => string,
): Promise<ChatTimes> {
  const times: ChatTimes = { lags: [], firsts: [], completed: 0, atOnce: 0, failures: [] }
  let running = 0
  const chats = Array.from({ length: count }, async (_, number) => {
    await sleep((number * rampMs) / count)
    const tenant = tenants[number % tenants.length]
    const url = urls[number % urls.length]
    if (tenant && url) await one(url, tenant.token, question(number))
  })
  await Promise.all(chats)
  return times

  function one(url: string, token: string, asked: string): Promise<void> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/chat`, ['docuchat', 'bearer', token])
    const { promise, resolve } = Promise.withResolvers<void>()
    let [heard, begun] = [0, 0]
    let isOver = false
    const end = (failure?: string) => {
      if (isOver) return
      isOver = true
      if (begun > 0) running -= 1
      if (failure !== undefined) times.failures.push(failure)
      else if (heard === tokens) times.completed += 1
      else times.failures.push(`${heard} of ${tokens} tokens came`)
      socket.close()
      resolve()
    }
    socket.on('open', () => {
      begun = performance.now()
      running += 1
      times.atOnce = Math.max(times.atOnce, running)
      socket.send(JSON.stringify({ type: 'ask', id: 'a', question: asked }))
    })
    socket.on('message', (data) => {
      const now = Date.now()
      const event = JSON.parse(String(data)) as ChatResponse
      if (event.type === 'delta') {
        if (heard === 0) times.firsts.push(performance.now() - begun - FIRST_TOKEN_MS)
        for (const [sentAt] of event.text.matchAll(/\d+/g)) {
          times.lags.push(now - Number(sentAt))
          heard += 1
        }
      } else {
        const { type } = chatResponseSchema.parse(event)
        if (type === 'done') end()
        if (type === 'error' || type === 'refused') end(JSON.stringify(event))
      }
    })
    socket.on('error', (error) => end(error.message))
    socket.on('close', () => end('the connection was closed'))
    return promise
  }
}
