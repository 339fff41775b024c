/** Takes a chat of another workspace of the same person over into this one, as what was asked and answered there. */
import type { Actor, Chat, Message } from '../../contract/index.ts'
import type { Transaction } from '../database/index.ts'
import type { Mutator } from '../mutations/index.ts'
import { askQuestion, keepAnswer } from './chat-mutations.ts'

/**
 * The ids stay, so that taking it over again adds what has come since; `places` says where its documents are here. What was being written
 * is left out.
 */
export async function takeChat(
  tx: Transaction,
  mutator: Mutator,
  actor: Actor,
  { id: chatId, messages, scope, title }: Chat & { readonly messages: readonly Message[] },
  places: ReadonlyMap<string, string>,
): Promise<void> {
  const placed = <T extends { readonly documentId: string }>(all: readonly T[]): T[] =>
    all.map((one) => ({ ...one, documentId: places.get(one.documentId) ?? one.documentId }))
  const documentIds = scope.documentIds?.flatMap((id) => places.get(id) ?? [])
  const own = documentIds ? { ...scope, documentIds } : scope
  let questionId: string | undefined
  for (const message of messages) {
    const { content, durationMs, error, id, model, role, status, usage } = message
    if (role === 'user') {
      questionId = id
      const asked = { chatId, title, questionId, question: content, replaces: null }
      await mutator.mutateIn(tx, actor, askQuestion, { ...asked, scope: own })
    } else if (questionId !== undefined && status !== 'streaming')
      await mutator.mutateIn(tx, actor, keepAnswer, {
        ...{ id, chatId, questionId, content, status, durationMs, error },
        ...{ citations: placed(message.citations), sources: placed(message.sources) },
        ...{ model: model ?? 'extractive', replaces: false },
        promptTokens: usage?.promptTokens ?? null,
        completionTokens: usage?.completionTokens ?? null,
        tokensCounted: usage?.counted ?? false,
      })
  }
}
