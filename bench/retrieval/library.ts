/** A workspace that holds the corpus, ingested as a user would. */
import { openAsBlob } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import { type Actor, BUILTIN_EMBEDDING, settingsSchema } from '../../src/contract/index.ts'
import type { Core } from '../../src/core/core.ts'
import { type Database, openPglite } from '../../src/core/database/index.ts'
import { openLocalCore } from '../../src/core/local-core.ts'
import { chooseEmbeddingModel, type EmbeddingModel } from '../../src/core/models/index.ts'
import { type QueryVector, traitsOf } from '../../src/core/retrieval/index.ts'

export interface Library {
  readonly actor: Actor
  readonly database: Database
  /** Document ids by file name. */
  readonly ids: ReadonlyMap<string, string>
  /** What the passages were embedded with: the model of the environment, else the built-in one. */
  readonly embedding: EmbeddingModel | null
  close(): Promise<void>
}

/** Adds every PDF of `folder` to a new workspace; rejects when one of them does not become ready. */
export async function ingestCorpus(folder: string): Promise<Library> {
  const directory = await mkdtemp(join(tmpdir(), 'docuchat-bench-'))
  const [tenant, user] = [
    { id: uuidv7(), name: 'bench' },
    { id: uuidv7(), name: 'bench' },
  ]
  const actor: Actor = { tenantId: tenant.id, userId: user.id, role: 'owner' }
  const environment = {
    openaiKey: process.env.OPENAI_API_KEY,
    openaiBaseURL: process.env.OPENAI_BASE_URL,
    endpointKey: undefined,
  }
  const embeds = environment.openaiKey !== undefined || environment.openaiBaseURL !== undefined
  const settings = settingsSchema.parse({
    'embedding.model': embeds
      ? (process.env.DOCUCHAT_EMBEDDING_MODEL ?? 'text-embedding-3-small')
      : BUILTIN_EMBEDDING,
    ...(process.env.DOCUCHAT_EMBEDDING_DIMENSIONS && {
      'embedding.dimensions': Number(process.env.DOCUCHAT_EMBEDDING_DIMENSIONS),
    }),
  })
  const core = await openLocalCore({
    ...{ tenant, user, directory, environment, command: 'bench' },
    settings: { get: () => settings, set: () => settings },
    onError: console.error,
  })
  const ids = await addAll(core, actor, folder).finally(() => core.close())
  const database = await openPglite({ directory, command: 'bench' })
  return {
    actor,
    database,
    ids,
    embedding: await chooseEmbeddingModel(settings, environment),
    async close() {
      await database.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** The question in the library's space; undefined where it has none. */
export async function vectorOf({ embedding }: Library, question: string): Promise<QueryVector | undefined> {
  if (embedding === null) return undefined
  const { asked } = traitsOf(embedding.space)
  const { vectors } = await embedding.embed([asked(question)], AbortSignal.timeout(60_000), 'query')
  return vectors[0] && { space: embedding.space, values: vectors[0] }
}

async function addAll(core: Core, actor: Actor, folder: string): Promise<Map<string, string>> {
  const names = (await readdir(folder)).filter((name) => name.toLowerCase().endsWith('.pdf')).sort()
  for (const name of names) await core.documents.add(actor, await openAsBlob(join(folder, name)), name)
  for await (const _ of core.documents.events(actor, undefined, new AbortController().signal));
  const documents = await core.documents.list(actor)
  const failed = documents.filter(({ status }) => status !== 'ready')
  if (failed.length > 0) {
    throw new Error(`not ready: ${failed.map(({ name, error }) => `${name} (${error?.code})`).join(', ')}`)
  }
  return new Map(documents.map(({ id, name }) => [name, id]))
}
