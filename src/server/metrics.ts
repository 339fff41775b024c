/** What Prometheus reads: how much, how fast, how often it fails, and for which tenant. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { WebSocket } from 'ws'
import { type AnswerEvent, AppError, type DocumentStatus } from '../contract/index.ts'

export interface Metrics {
  /** Counts and times the requests of `app`, and serves /metrics. */
  observe(app: FastifyInstance): void
  socketOpened(socket: WebSocket): void
  /** Times an answer and counts its tokens, as it passes. */
  observeAnswer(tenantId: string, events: AsyncIterable<AnswerEvent>): AsyncIterable<AnswerEvent>
  /** Counts a document that a worker is done with, and times its work. */
  observeDocument(tenantId: string, status: DocumentStatus, seconds: number): void
  /** The jobs by state are looked up when they are asked for. */
  gaugeJobs(read: () => Promise<Readonly<Record<string, number>>>): void
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** With a `token`, /metrics answers only to its bearer. */
export function createMetrics({ token }: { readonly token?: string | undefined } = {}): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    ...{ name: 'docuchat_http_request_seconds', help: 'Requests by route', buckets: SECONDS, registers },
    labelNames: ['method', 'route', 'status'],
  })
  const errors = new Counter({
    ...{ name: 'docuchat_errors_total', help: 'Requests that failed inside, by tenant', registers },
    labelNames: ['tenant'],
  })
  const sockets = new Gauge({ name: 'docuchat_sockets', help: 'Open chat sockets', registers })
  const firstDelta = new Histogram({
    ...{
      name: 'docuchat_answer_first_delta_seconds',
      help: 'From the question to the first words',
      registers,
    },
    ...{ buckets: SECONDS, labelNames: ['tenant'] },
  })
  const answers = new Counter({
    ...{ name: 'docuchat_answers_total', help: 'Answers by how they ended', registers },
    labelNames: ['tenant', 'status'],
  })
  const tokens = new Counter({
    ...{ name: 'docuchat_tokens_total', help: 'Tokens spent on answers', registers },
    labelNames: ['tenant', 'kind'],
  })

  const documents = new Histogram({
    ...{
      name: 'docuchat_ingestion_seconds',
      help: 'Documents from the start of their work to its end',
      registers,
    },
    ...{ buckets: [...SECONDS, 60, 120, 300], labelNames: ['tenant', 'status'] },
  })

  return {
    observe(app) {
      app.addHook('onResponse', async ({ method, routeOptions, session }, reply) => {
        const status = String(reply.statusCode)
        requests.observe({ method, route: routeOptions.url ?? 'none', status }, reply.elapsedTime / 1_000)
        if (reply.statusCode >= 500) errors.inc({ tenant: session?.actor.tenantId ?? 'none' })
      })
      app.get('/metrics', async (request, reply) => {
        if (token !== undefined && !isSame(request.headers.authorization ?? '', `Bearer ${token}`))
          throw new AppError('not_signed_in')
        return reply.type(registry.contentType).send(await registry.metrics())
      })
    },
    socketOpened(socket) {
      sockets.inc()
      socket.once('close', () => sockets.dec())
    },
    async *observeAnswer(tenant, events) {
      const stop = firstDelta.startTimer({ tenant })
      let isFirst = true
      for await (const event of events) {
        if (event.type === 'delta' && isFirst) {
          isFirst = false
          stop()
        }
        if (event.type === 'error') answers.inc({ tenant, status: 'failed' })
        if (event.type === 'done') {
          answers.inc({ tenant, status: event.message.status })
          tokens.inc({ tenant, kind: 'prompt' }, event.message.usage?.promptTokens ?? 0)
          tokens.inc({ tenant, kind: 'completion' }, event.message.usage?.completionTokens ?? 0)
        }
        yield event
      }
    },
    observeDocument: (tenant, status, seconds) => documents.observe({ tenant, status }, seconds),
    gaugeJobs(read) {
      new Gauge({
        ...{ name: 'docuchat_jobs', help: 'Jobs of documents by state', registers, labelNames: ['state'] },
        async collect() {
          for (const [state, count] of Object.entries(await read())) this.set({ state }, count)
        },
      })
    },
  }
}

/** In a time that says nothing of where they differ. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}
