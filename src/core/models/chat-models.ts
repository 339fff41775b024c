/** The chat models of a workspace: who there is, and which of them a question is put to. */
import { AppError, type ModelStatus, type ModelTest, type Settings } from '../../contract/index.ts'
import type { ChatModel } from './chat-model.ts'
import { type ConfiguredEndpoint, chatEndpoints, type ModelEnvironment } from './endpoints.ts'
import { OfferCache } from './list-models.ts'
import { createOpenAIChat } from './openai-chat.ts'
import { absent, EXTRACTIVE, firstAllowed, nextSource, offering, type Source, statusOf } from './status.ts'
import { type ModelTestInput, testEndpoint } from './test-endpoint.ts'

export interface ChatModelsParts {
  readonly settings: () => Settings
  /** Asked at each use, since a key may be set while we run. */
  readonly environment: () => ModelEnvironment
  /** Milliseconds; for tests. */
  readonly now?: () => number
}

export interface ChatModels {
  /** The endpoint of the settings, OpenAI, and the answerer without a model, as they are right now. */
  list(allowed: readonly string[]): Promise<ModelStatus[]>
  /** Asks an endpoint for its models; throws what went wrong. */
  test(input: ModelTestInput): Promise<ModelTest>
  /**
   * The model a question is put to: the one `requested`, which must be on the `allowed` list; else the one the user chose; else the
   * first allowed one that the first configured endpoint offers; else {@link EXTRACTIVE}. A model that was requested or
   * chosen is not replaced when it cannot be reached: asking it then fails, and who asked decides. Nor does OpenAI ever stand in for
   * an endpoint of the settings, which may have been set so that nothing leaves this computer.
   * @throws {AppError} model_not_allowed; model_unreachable when a model was requested and no endpoint is set
   */
  choose(allowed: readonly string[], requested: string | undefined): Promise<ChatModel | typeof EXTRACTIVE>
}

/** An unchosen endpoint must not hold up the quotes for longer. */
const PATIENCE_MS = 1_500

export function createChatModels({
  settings,
  environment,
  now = () => performance.now(),
}: ChatModelsParts): ChatModels {
  const offers = new OfferCache(now)

  return {
    async list(allowed) {
      const current = settings()
      const sources = await ask(chatEndpoints(current, environment()))
      const chosen = current['chat.model']
      const next = nextSource(chosen, sources, allowed)?.endpoint.source ?? EXTRACTIVE
      return absent(environment()).map((row) => {
        const source = sources.find(({ endpoint }) => endpoint.source === row.source)
        const isNext = row.source === next
        return source ? statusOf(source, chosen, allowed, isNext) : { ...row, next: isNext }
      })
    },

    async test(input) {
      offers.clear()
      return testEndpoint(input, settings(), environment())
    },

    async choose(allowed, requested) {
      const current = settings()
      const name = requested ?? current['chat.model']
      if (name === EXTRACTIVE) return EXTRACTIVE
      // The workspace's own choice was made by the one who keeps the list.
      if (name !== null && name !== current['chat.model'] && !allowed.includes(name))
        throw new AppError('model_not_allowed', {
          model: name,
          allowed: [...allowed, EXTRACTIVE].join(', '),
        })
      const endpoints = chatEndpoints(current, environment())
      const [first] = endpoints
      if (!first) {
        if (requested === undefined) return EXTRACTIVE
        throw new AppError('model_unreachable', { endpoint: 'no endpoint: none is set' })
      }
      if (name !== null) {
        // Asking takes time; only where there is a choice it is needed.
        const sources = endpoints.length > 1 ? await ask(endpoints) : []
        return open(offering(name, sources)?.endpoint ?? first, name)
      }
      const offer = await within(PATIENCE_MS, offers.get(first))
      const model = offer && firstAllowed({ endpoint: first, offer }, allowed)
      return model ? open(first, model) : EXTRACTIVE
    },
  }

  function ask(endpoints: readonly ConfiguredEndpoint[]): Promise<Source[]> {
    return Promise.all(endpoints.map(async (endpoint) => ({ endpoint, offer: await offers.get(endpoint) })))
  }
}

/** A server on this computer that is down stays down until someone starts it: one more try is enough. */
const open = (endpoint: ConfiguredEndpoint, model: string): ChatModel =>
  createOpenAIChat({ ...endpoint, model, ...(endpoint.isLocal && { maxRetries: 1 }) })

/** What `promise` comes to, or undefined when that takes longer. */
async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
