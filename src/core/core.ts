/** Puts the parts of the product together. */
import { cpus } from 'node:os'
import {
  type Actor,
  type Document,
  type ModelStatus,
  type ModelTest,
  type Role,
  type SearchInput,
  type SearchResult,
  type Settings,
  searchInputSchema,
  type Usage,
  type UsageSeries,
} from '../contract/index.ts'
import { allMutations } from './all-mutations.ts'
import { type Annotations, createAnnotations } from './annotations/index.ts'
import { createAnnounce } from './announce.ts'
import type { BlobStore } from './blobs/index.ts'
import { type Changes, createChanges, type PubSub } from './changes/index.ts'
import { type Chats, createChats, purgeRemovedChats, startRecovery, stopInterrupted } from './chat/index.ts'
import type { Database } from './database/index.ts'
import {
  createAnalysis,
  createDocumentStore,
  createDocuments,
  createExtractor,
  createFolders,
  createPasswords,
  type Documents,
  type Folders,
  isSettled,
  type Passwords,
  Progress,
} from './documents/index.ts'
import type { QueueOptions } from './jobs/index.ts'
import {
  createChatModels,
  type ModelEnvironment,
  type ModelTestInput,
  type OnnxModels,
} from './models/index.ts'
import { createMutator, type Recorder } from './mutations/index.ts'
import type { Organisation } from './organisation.ts'
import { createReservations } from './quotas/index.ts'
import { INDEX_VERSION, retrieve, traitsOf } from './retrieval/index.ts'
import { withRoles } from './roles/index.ts'
import { createSpaces, createUpkeep } from './spaces/index.ts'
import {
  type AnswerSync,
  type BlobUploads,
  createAnswerSync,
  createBlobUploads,
  createSyncEngine,
  keepDerived,
  readDerived,
  recordInOutbox,
  type SyncEngine,
  type SyncEngineParts,
  startCompacting,
} from './sync/index.ts'
import { allowedModels } from './tenants/index.ts'
import { createUsageMeter, type UsageWindow } from './usage/index.ts'

/** What a core is put together from; whoever opened the parts closes them after it. */
export interface CoreParts {
  readonly database: Database
  /** The PDFs of a tenant; no tenant's store finds what another keeps. */
  readonly blobs: (tenantId: string) => BlobStore
  /** Reaches every process on the database. */
  readonly pubSub: PubSub
  /** Of protected PDFs; in memory unless given, so that only this process reads them. */
  readonly passwords?: Passwords
  /** A process that does not `work` leaves documents to those that do. */
  readonly roles: { readonly work: boolean }
  readonly settings: SettingsStore
  /** Processors left to others while documents are read, as far as one remains for that; none unless given. */
  readonly spareProcessors?: number
  /** Read at each use: its keys may change while the core is open. */
  readonly environment: ModelEnvironment
  /** The embedding models of the device, which outlive the core; it has none unless given. */
  readonly onnx?: OnnxModels
  /** Whose windows are told how the vector index advances; where tenants share it, nobody is. */
  readonly vectorIndexTenant?: Pick<Actor, 'tenantId' | 'userId'>
  /** When the work of a killed process goes to another; for tests. */
  readonly takeover?: Takeover
  /** The hosted server whose organisation this is a copy of. */
  readonly upstream?: Upstream
  /** What only a hosted core has; it keeps token limits, too. */
  readonly organisation?: Organisation
  /** Told of each document that this process is done with, and how long that took. */
  readonly onSettled?: (document: Document, actor: Actor, seconds: number) => void
  /** Told of errors that no caller waits for; must keep document text out of logs. */
  readonly onError: (error: unknown) => void
}

export interface Upstream extends Pick<SyncEngineParts, 'url' | 'token' | 'partial' | 'onEnded'> {
  /** Whose copy it is. */
  readonly actor: Actor
  readonly role: () => Role
  /** Told when the server gives them another role. */
  readonly onRole: (role: Role) => void
}

export type Takeover = Pick<QueueOptions, 'heartbeatSeconds' | 'superviseSeconds'>

export interface SettingsStore {
  get(): Settings
  set(change: Partial<Settings>): Settings
}

export interface Core {
  readonly documents: Documents
  readonly folders: Folders
  /** Every change from now on that concerns the actor, `ready` first. */
  readonly changes: Changes['follow']
  readonly annotations: Annotations
  readonly chats: Chats
  readonly models: {
    /** In the order they are tried; asks the endpoints. */
    list(actor: Actor): Promise<ModelStatus[]>
    test(input: ModelTestInput): Promise<ModelTest>
  }
  /** Documents whose work failed at every attempt, for admins of their tenant. */
  readonly jobs: {
    readonly failed: Documents['failedJobs']
    readonly retry: Documents['retryJob']
    readonly counts: Documents['jobCounts']
  }
  readonly settings: {
    get(): Settings
    /** A change of the embedding model sends the ready documents back to embedding; until all have it, the one before serves. */
    set(actor: Actor, change: Partial<Settings>): Promise<Settings>
  }
  search(actor: Actor, input: SearchInput): Promise<SearchResult[]>
  usage(actor: Actor): Promise<Usage>
  usageSeries(actor: Actor, window: UsageWindow): Promise<UsageSeries>
  /** What only a hosted workspace has: people, quotas, the audit log. */
  readonly organisation?: Organisation
  /** What this core is to laptops that sync with it. */
  readonly sync: {
    readonly answer: AnswerSync
    readonly blobs: BlobUploads
    /** What was found out about a document, with its vectors in `space`; see {@link readDerived}. */
    derived(actor: Actor, documentId: string, space: string | null): AsyncGenerator<string>
    /** Keeps such findings of a document that waits for its text. */
    keepDerived(actor: Actor, documentId: string, lines: readonly string[]): Promise<void>
    /** What this core searches with; null where by words alone. */
    space(): Promise<string | null>
  }
  /** What keeps it the same as its server; a workspace of this device alone has none. */
  readonly synced?: SyncEngine
  /** Makes the rolling backup of today now. */
  backUp(): Promise<void>
  /** Waits for what must not be cut off and gives unfinished work back. */
  close(): Promise<void>
}

/** Puts a core together on an open database, as any number of processes may do at once. */
export async function createCore(parts: CoreParts): Promise<Core> {
  const { database, environment, onError, onnx, pubSub, roles, settings, spareProcessors = 0 } = parts
  const workers = extractionWorkers(spareProcessors)
  const { upstream } = parts
  // What waits to be sent is read in a transaction of its own, which comes after this one.
  const record: Recorder | undefined =
    upstream &&
    (async (...recorded) => {
      engine?.wake()
      return recordInOutbox(...recorded)
    })
  let engine: SyncEngine | undefined
  const mutator = createMutator({ database, ...(record && { record }) })
  if (upstream) await stopInterrupted(database, mutator, upstream.actor)
  const recovery = await startRecovery(database, onError)
  try {
    return await assemble()
  } catch (error) {
    await recovery.close()
    throw error
  }

  async function assemble(): Promise<Core> {
    // A copy hears of it from its server.
    if (roles.work && !upstream) await purgeRemovedChats(database)
    const store = createDocumentStore(database)
    const removeUnused = (tenantId: string, sha256: string) =>
      store.removeUnused(tenantId, sha256, () => parts.blobs(tenantId).remove(sha256))
    const compacting =
      roles.work && !upstream ? await startCompacting(database, removeUnused, onError) : undefined
    const changes = createChanges({ pubSub, onError })
    const usage = createUsageMeter({ database, ...(record && { record }) })
    const spaces = createSpaces({ database, settings, environment, onnx })
    if (roles.work) await reopenStale()
    const upkeep = createUpkeep({
      ...{ database, onError, spaces },
      isAtWork: async () => (await store.unsettled()).length > 0,
      onProgress: ({ done, total }) => {
        const { vectorIndexTenant } = parts
        if (vectorIndexTenant) changes.publish(vectorIndexTenant, { type: 'vector_index', done, total })
      },
    })
    const documents = createDocuments({
      ...{ database, mutator, store },
      blobs: parts.blobs,
      extractor: createExtractor({ workers }),
      analysis: createAnalysis(),
      embeddingModel: spaces.target,
      usage,
      progress: new Progress({
        listen: changes.listen,
        publish(actor, change) {
          changes.publish(actor, change)
          if (roles.work && change.type === 'document' && isSettled(change.document)) upkeep.wake()
        },
      }),
      passwords: parts.passwords ?? createPasswords(),
      pubSub,
      works: roles.work,
      ...(upstream && { fetchFile: async (id) => engine?.fetchFile(id) }),
      ...parts.takeover,
      // While two are indexed and embedded, others are read.
      concurrency: workers + 2,
      onSettled: parts.onSettled,
      onError,
    })

    if (roles.work && !upstream) await documents.purgeExpired()
    const folders = createFolders({
      ...{ database, documents, mutator },
      publish: changes.publish,
    })

    const search: Core['search'] = async (actor, input) => {
      const { query, scope, limit } = searchInputSchema.parse(input)
      const vector = await queryVector(actor, query)
      return database.asTenant(actor, (tx) =>
        retrieve(tx, { tenantId: actor.tenantId, query, scope, limit, ...(vector && { vector }) }),
      )
    }

    /** Documents that another version, or another setting, brought to their end. */
    async function reopenStale(): Promise<void> {
      await store.reopenOutdated(INDEX_VERSION)
      const target = await spaces.available(settings.get())
      if (target) await store.reopenWithout(target.space)
    }

    /** The query in the workspace's space; without one, and where the model cannot be reached, keywords alone must do. */
    async function queryVector(actor: Actor, query: string) {
      try {
        const model = await spaces.serving(actor)
        if (!model) return undefined
        const timeout = AbortSignal.timeout(QUERY_EMBEDDING_MS)
        const { vectors, tokens } = await model.embed([traitsOf(model.space).asked(query)], timeout, 'query')
        if (tokens > 0)
          await usage.record(actor, {
            kind: 'embedding',
            model: model.space,
            isLocal: model.isLocal,
            promptTokens: tokens,
            completionTokens: 0,
            counted: false,
          })
        return vectors[0] && { space: model.space, values: vectors[0] }
      } catch (error) {
        onError(error)
        return undefined
      }
    }

    const chatModels = createChatModels({ settings: settings.get, environment: () => environment })
    const allowed = (actor: Actor) => allowedModels(database, actor, settings.get()['chat.allowed'])
    const chats = createChats({
      ...{ database, mutator },
      search,
      language: () => settings.get().language,
      chatModel: async (actor, requested) => chatModels.choose(await allowed(actor), requested),
      usage,
      publish: changes.publish,
      onError,
      ...(parts.organisation && { reservations: createReservations({ database }) }),
    })

    const space = async () => (await spaces.available(settings.get()))?.space ?? null
    const annotations = createAnnotations({ database, mutator, publish: changes.publish })
    if (upstream)
      engine = await createSyncEngine({
        ...{ ...upstream, database, mutations: allMutations, onError },
        blobs: parts.blobs(upstream.actor.tenantId),
        space,
        indexVersion: INDEX_VERSION,
        onText: (documentId) => documents.goOn(upstream.actor, [documentId]),
        onPulled: createAnnounce({
          ...{ ...upstream, documents, chats, publish: changes.publish },
          removeFile: (sha256) => removeUnused(upstream.actor.tenantId, sha256),
        }),
      })

    const ownSettings: Core['settings'] = {
      get: settings.get,
      async set(actor, change) {
        const before = settings.get()
        // One that is not on this device is refused before it is set; other settings change although the model is gone.
        if (change['embedding.model'] !== undefined) await spaces.modelOf({ ...before, ...change })
        const after = settings.set(change)
        if (await spaces.change(actor, before)) {
          await store.reopenForEmbedding()
          await documents.goOnWithRest()
          // With no document there is nothing that would wake it.
          if (roles.work) upkeep.wake()
        }
        changes.publish(actor, { type: 'settings', settings: after })
        return after
      },
    }

    const core = withRoles<Core>({
      ...(engine && { synced: engine }),
      ...(parts.organisation && { organisation: parts.organisation }),
      documents: {
        ...documents,
        async resume() {
          await documents.resume()
          if (roles.work) upkeep.wake()
        },
      },
      folders,
      jobs: { failed: documents.failedJobs, retry: documents.retryJob, counts: documents.jobCounts },
      changes: changes.follow,
      annotations,
      chats,
      models: {
        list: async (actor) => chatModels.list(await allowed(actor)),
        test: chatModels.test,
      },
      settings: ownSettings,
      search,
      usage: (actor) => usage.totals(actor),
      usageSeries: (actor, window) => usage.series(actor, window),
      sync: {
        derived: (actor, documentId, space) => readDerived(database, actor, documentId, space),
        async keepDerived(actor, documentId, lines) {
          const device = { database, actor, space: await space(), indexVersion: INDEX_VERSION }
          await keepDerived({ ...device, documentId }, lines)
        },
        space,
        answer: createAnswerSync({ ...parts, mutations: allMutations, mutator }),
        blobs: createBlobUploads({ ...parts, removeUnused }),
      },
      backUp: async () => database.backUp?.(),
      async close() {
        await engine?.close()
        await compacting?.close()
        await Promise.all([documents.close(), upkeep.close(), recovery.close()])
      },
    })
    // Those of a copy are its device's, whatever its user may do in the organisation.
    return upstream ? { ...core, settings: ownSettings } : core
  }
}

/** A question should not wait longer than this for its vector. */
const QUERY_EMBEDDING_MS = 5_000

/** Two keep the one database busy, and with it and their 100 MB each the process within its gigabyte. */
function extractionWorkers(spareProcessors: number): number {
  return Math.max(1, Math.min(2, cpus().length - spareProcessors))
}
