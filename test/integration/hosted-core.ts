/** A core on Postgres, as one of several processes of a hosted server has it. */
import { BUILTIN_EMBEDDING, settingsSchema } from '../../src/contract/index.ts'
import { type BlobStore, openTenantFolders } from '../../src/core/blobs/index.ts'
import { createLocalPubSub } from '../../src/core/changes/index.ts'
import { createCore } from '../../src/core/core.ts'
import { openPostgres } from '../../src/core/database/index.ts'
import { createSharedPasswords } from '../../src/core/documents/index.ts'
import { openRedisStore } from '../../src/core/kv/index.ts'

export interface HostedCoreOptions {
  readonly url: string
  /** A folder, or what is opened for each tenant. */
  readonly blobs: string | ((tenantId: string) => BlobStore)
  readonly work: boolean
  /** What processes tell each other goes this way; nowhere without it. */
  readonly redisUrl?: string
  /** Serves the embedding model in place of the one that comes along. */
  readonly openaiBaseURL?: string
  readonly onError?: (error: unknown) => void
}

export type HostedCore = Awaited<ReturnType<typeof openHostedCore>>

export async function openHostedCore({
  blobs,
  onError = (error) => console.error(error),
  openaiBaseURL,
  redisUrl,
  url,
  work,
}: HostedCoreOptions) {
  const database = await openPostgres({ url })
  const kv = redisUrl === undefined ? undefined : openRedisStore(redisUrl)
  const settings = settingsSchema.parse(
    openaiBaseURL === undefined
      ? { 'embedding.model': BUILTIN_EMBEDDING }
      : { 'embedding.model': 'text-embedding-3-small', 'embedding.dimensions': 16 },
  )
  const core = await createCore({
    ...{ database, onError },
    blobs: typeof blobs === 'string' ? openTenantFolders(blobs) : blobs,
    pubSub: kv ?? createLocalPubSub(),
    ...(kv && { passwords: createSharedPasswords(kv, 'secret') }),
    roles: { work },
    settings: { get: () => settings, set: () => settings },
    environment: { openaiKey: openaiBaseURL && 'sk-test', openaiBaseURL, endpointKey: undefined },
    takeover: { heartbeatSeconds: 10, superviseSeconds: 1 },
  })
  return {
    core,
    database,
    async close() {
      await core.close()
      await kv?.close()
      await database.close()
    },
  }
}
