/** Which embedding space documents go to, and which one questions are searched in while that changes. */
import { and, eq, inArray, isNull } from 'drizzle-orm'
import {
  type Actor,
  AppError,
  type EmbeddingChoice,
  embeddingChoiceSchema,
  type Settings,
} from '../../contract/index.ts'
import { type Database, documents, tenants } from '../database/index.ts'
import {
  chooseEmbeddingModel,
  type EmbeddingModel,
  type ModelEnvironment,
  type OnnxModels,
} from '../models/index.ts'
import { dropOtherSpaces } from '../retrieval/index.ts'

export interface Spaces {
  /** The model that settings choose; null where keywords alone must do. @throws {AppError} embedding_model_missing */
  modelOf(chosen: Settings): Promise<EmbeddingModel | null>
  /** {@link Spaces.modelOf}, and null too where the model is not on this device. */
  available(chosen: Settings): Promise<EmbeddingModel | null>
  /** What documents are embedded with; null where keywords alone must do. @throws {AppError} embedding_model_missing */
  target(): Promise<EmbeddingModel | null>
  /** What questions are searched with: the {@link Spaces.target} once every document has it, until then what all had before. */
  serving(actor: Actor): Promise<EmbeddingModel | null>
  /** Whether documents must be embedded anew after the settings changed from `before`; what they have goes on serving. */
  change(actor: Actor, before: Settings): Promise<boolean>
  /** Ends a change, for when no document is at work: unless one is left without it, what served until then is deleted. */
  finishChange(): Promise<void>
}

const KEPT_MS = 5_000
const TENANTS_KEPT = 10_000

export function createSpaces({
  database,
  environment,
  onnx,
  settings,
}: {
  readonly database: Database
  readonly environment: ModelEnvironment
  readonly onnx: OnnxModels | undefined
  readonly settings: { get(): Settings }
}): Spaces {
  const modelOf = (chosen: Settings) => chooseEmbeddingModel(chosen, environment, onnx)
  const available = (chosen: Settings) =>
    modelOf(chosen).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'embedding_model_missing') return null
      throw error
    })
  const target = () => modelOf(settings.get())
  const kept = new Map<string, { readonly choice: EmbeddingChoice | undefined; readonly until: number }>()
  /** Asked for before each search, and changed about never; what another process changes shows within {@link KEPT_MS}. */
  const choiceOf = async (actor: Actor) => {
    const known = kept.get(actor.tenantId)
    if (known && known.until > performance.now()) return known.choice
    const [row] = await database.asTenant(actor, (tx) =>
      tx.select({ choice: tenants.servingEmbedding }).from(tenants).where(eq(tenants.id, actor.tenantId)),
    )
    // Written here, but perhaps by another version of it.
    const { data: choice } = embeddingChoiceSchema.safeParse(row?.choice)
    if (kept.size >= TENANTS_KEPT) kept.clear()
    kept.set(actor.tenantId, { choice, until: performance.now() + KEPT_MS })
    return choice
  }
  const stored = async (actor: Actor) => {
    const choice = await choiceOf(actor)
    return choice ? available({ ...settings.get(), ...choice }) : null
  }

  /** Whether a document could not be embedded and waits to be tried again: what it has must serve on. */
  async function isAnyLeftBehind(): Promise<boolean> {
    const [row] = await database.asOwner((tx) =>
      tx
        .select({ id: documents.id })
        .from(documents)
        .where(and(eq(documents.resumeStatus, 'embedding'), isNull(documents.deletedAt)))
        .limit(1),
    )
    return row !== undefined
  }

  return {
    modelOf,
    available,
    target,

    async serving(actor) {
      const chosen = await available(settings.get())
      return chosen && ((await stored(actor)) ?? chosen)
    },

    async change(actor, before) {
      const model = await available(settings.get())
      const previous = await available(before)
      if (model === null || model.space === previous?.space) return false
      // A change in the middle of another: what all documents have is still what served at its beginning.
      const complete = (await stored(actor)) ?? previous
      const choice =
        complete === null || complete.space === model.space ? null : embeddingChoiceSchema.parse(before)
      if (choice === null || (await stored(actor)) === null) {
        await database.asTenant(actor, (tx) =>
          tx.update(tenants).set({ servingEmbedding: choice }).where(eq(tenants.id, actor.tenantId)),
        )
        kept.clear()
      }
      return true
    },

    async finishChange() {
      const model = await available(settings.get())
      const changing = await database.asOwner((tx) =>
        tx.select({ id: tenants.id, choice: tenants.servingEmbedding }).from(tenants),
      )
      const ids = changing.flatMap(({ id, choice }) => (choice === null ? [] : [id]))
      if (model === null || ids.length === 0 || (await isAnyLeftBehind())) return
      await database.asOwner((tx) =>
        tx.update(tenants).set({ servingEmbedding: null }).where(inArray(tenants.id, ids)),
      )
      kept.clear()
      await dropOtherSpaces(database, model.space)
    },
  }
}
