/** Searches over HTTP at a steady rate, beside a bare route and a bare pgvector query at the same rate; and what the tenants' filter costs in recall. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Pool } from 'pg'
import { builtinEmbedding } from '../../src/core/models/index.ts'
import { searchVectors } from '../../src/core/retrieval/index.ts'
import { percentile } from '../percentile.ts'
import type { BenchRow } from '../row.ts'
import { madeUpQuestion } from '../search-latency/made-up.ts'
import { atRate } from './at-rate.ts'
import type { Stack } from './stack.ts'

const PER_SECOND = 50
const SEARCHES = 1_000
/** Before those that are measured; every tenant is asked twice by then. */
const WARM_UP = 100
const RECALL_AT = 10
const NEIGHBOURS = 200

export async function measureSearches(stack: Stack): Promise<BenchRow[]> {
  const tenantOf = (number: number) => {
    const tenant = stack.tenants[number % stack.tenants.length]
    if (!tenant) throw new Error('there is no tenant')
    return tenant
  }
  const search = async (number: number) => {
    const { actor, token } = tenantOf(number)
    const url = stack.apis[number % stack.apis.length]?.url ?? ''
    const response = await fetch(`${url}/v1/search?query=${encodeURIComponent(madeUpQuestion(number))}`, {
      headers: { authorization: `Bearer ${token}`, 'x-tenant-id': actor.tenantId },
    })
    const found = (await response.json()) as unknown[]
    if (!response.ok || found.length === 0) throw new Error(`a search found nothing: ${response.status}`)
  }
  await atRate(PER_SECOND, WARM_UP, search)
  const ours = await atRate(PER_SECOND, SEARCHES, (number) => search(WARM_UP + number))

  const model = builtinEmbedding()
  const vectors = await Promise.all(
    Array.from({ length: 100 }, async (_, number) => {
      const { vectors } = await model.embed([madeUpQuestion(number)], AbortSignal.timeout(5_000), 'query')
      return vectors[0] ?? new Float32Array()
    }),
  )
  const vectorOf = (number: number) => vectors[number % vectors.length] ?? new Float32Array()

  const pool = new Pool({ connectionString: stack.databaseUrl })
  const nearest = async (number: number) => {
    await pool.query(
      `select chunk_id from embeddings
      where tenant_id = $1 and space = $2
      order by vector <=> $3::vector limit 10`,
      [tenantOf(number).actor.tenantId, model.space, `[${vectorOf(number).join(',')}]`],
    )
  }
  await atRate(PER_SECOND, WARM_UP, nearest)
  const bareQuery = await atRate(PER_SECOND, SEARCHES, nearest)
  await pool.end()

  const bare = fork(new URL('./bare-route.ts', import.meta.url))
  const [port] = await once(bare, 'message')
  const route = async () => (await fetch(`http://127.0.0.1:${port}/bare`)).json()
  await atRate(PER_SECOND, WARM_UP, route)
  const bareRoute = await atRate(PER_SECOND, SEARCHES, route)
  bare.kill()

  let found = 0
  const asked = 100
  for (let number = 0; number < asked; number++) {
    const { actor } = tenantOf(number)
    const near = (chunks: number) =>
      stack.database.asTenant(actor, (tx) =>
        searchVectors(tx, {
          ...{ tenantId: actor.tenantId, documentIds: undefined, chunks, limit: NEIGHBOURS },
          vector: { space: model.space, values: vectorOf(number) },
        }),
      )
    const key = ({ documentId, ordinal }: { documentId: string; ordinal: number }) =>
      `${documentId} ${ordinal}`
    const exact = new Set((await near(0)).slice(0, RECALL_AT).map(key))
    // As many as make it use the index where there is one.
    found += (await near(Number.MAX_SAFE_INTEGER))
      .slice(0, RECALL_AT)
      .filter((hit) => exact.has(key(hit))).length
  }

  const rows = (
    [
      ['p50', 0.5],
      ['p95', 0.95],
    ] as const
  ).flatMap(([name, share]): BenchRow[] => {
    const [value, query, http] = [ours, bareQuery, bareRoute].map((times) => percentile(times, share))
    return [
      {
        name: `search over HTTP, 50 a second, 50 tenants, ${name}`,
        ...{
          value: value ?? 0,
          unit: 'ms',
          ratio: (value ?? 0) / (query ?? 1),
          against: 'a bare pgvector query',
        },
      },
      { name: `bare pgvector query, ${name}`, value: query ?? 0, unit: 'ms' },
      { name: `bare Fastify route, ${name}`, value: http ?? 0, unit: 'ms' },
    ]
  })
  return [
    ...rows,
    {
      name: `recall@${RECALL_AT} with the tenant's filter`,
      value: found / (asked * RECALL_AT),
      unit: 'share',
    },
  ]
}
