/** A core on Postgres, as one of several processes of a hosted server has it. */
import { BUILTIN_EMBEDDING, settingsSchema } from '../../src/contract/index.ts'
import { openTenantFolders } from '../../src/core/blobs/index.ts'
import { createLocalPubSub } from '../../src/core/changes/index.ts'
import { createCore } from '../../src/core/core.ts'
import { openPostgres } from '../../src/core/database/index.ts'

export async function openHostedCore(options: {
  readonly url: string
  readonly blobs: string
  readonly work: boolean
}) {
  const database = await openPostgres({ url: options.url })
  const settings = settingsSchema.parse({ 'embedding.model': BUILTIN_EMBEDDING })
  const core = await createCore({
    database,
    blobs: openTenantFolders(options.blobs),
    pubSub: createLocalPubSub(),
    roles: { work: options.work },
    settings: { get: () => settings, set: () => settings },
    environment: { openaiKey: undefined, openaiBaseURL: undefined, endpointKey: undefined },
    takeover: { heartbeatSeconds: 10, superviseSeconds: 1 },
    onError: (error) => console.error(error),
  })
  return {
    core,
    database,
    async close() {
      await core.close()
      await database.close()
    },
  }
}
