/** What people do to a workspace, at random: every mutation there is, on things that are there, were there, or are another's. */
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { v7 as uuidv7 } from 'uuid'
import {
  type Actor,
  type MutationArgs,
  type MutationName,
  mutationSchemas,
} from '../../src/contract/index.ts'
import { allMutations } from '../../src/core/all-mutations.ts'
import { getChat } from '../../src/core/chat/chat-store.ts'
import type { Database } from '../../src/core/database/index.ts'
import type { Mutator } from '../../src/core/mutations/index.ts'
import { type BlobMemory, bytesOf } from './blob-memory.ts'

/** Numbers stand for things: the n-th of its kind that anybody ever made. */
export interface Operation {
  readonly name: MutationName
  readonly thing: number
  readonly other: number
  readonly flag: boolean
  readonly word: string
}

const names = allMutations.map(({ name }) => name)

export const operations: fc.Arbitrary<Operation> = fc.record({
  // Making things comes first, so that there is something to do the rest to.
  name: fc.oneof(
    {
      arbitrary: fc.constantFrom<MutationName>('folder.create', 'document.add', 'chat.ask', 'chat.answer'),
      weight: 2,
    },
    { arbitrary: fc.constantFrom(...names), weight: 3 },
    // What is rare else: it takes something that is in the bin, or a chat of one's own.
    {
      arbitrary: fc.constantFrom<MutationName>('document.remove', 'document.purge', 'chat.share'),
      weight: 1,
    },
  ),
  thing: fc.nat(12),
  other: fc.nat(12),
  flag: fc.boolean(),
  word: fc.constantFrom('a', 'b', 'گزارش', '😀', 'x'.repeat(200)),
})

/** The ids of everything that was ever made, by kind. */
export class Things {
  private readonly made = {
    folder: [] as string[],
    document: [] as string[],
    annotation: [] as string[],
    chat: [] as string[],
  }
  private readonly questions: { readonly id: string; readonly chatId: string }[] = []
  private readonly answers: string[] = []

  /** The mutation that the operation stands for, with ids that are new, by the clock of whoever does it, or of things that were made. */
  mutationOf(
    operation: Operation,
    now: number,
  ): { readonly name: MutationName; readonly args: unknown } | undefined {
    const { flag, name, other, thing, word } = operation
    const { annotation, chat, document, folder } = this.made
    const one = (kind: keyof typeof this.made, index = thing) => pick(this.made[kind], index)
    const some = (kind: keyof typeof this.made) => [...new Set([one(kind), one(kind, other)])].filter(isThere)
    const question = pick(this.questions, thing)
    const newId = () => uuidv7({ msecs: now })
    const id = newId()
    const place = flag ? null : (one('folder', other) ?? null)
    switch (name) {
      case 'folder.create':
        folder.push(id)
        return typed(name, { id, name: word, parentId: place })
      case 'document.add':
        document.push(id)
        // Few contents, so that laptops add the same.
        return typed(name, {
          id,
          name: `${word}.pdf`,
          folderId: place,
          sha256: String(thing % 5).repeat(64),
          bytes: 1,
        })
      case 'document.rename':
      case 'folder.rename': {
        const named = one(name === 'folder.rename' ? 'folder' : 'document')
        return named ? typed(name, { id: named, name: word }) : undefined
      }
      case 'folder.move':
        return folder.length > 0 ? typed(name, { id: one('folder') ?? id, parentId: place }) : undefined
      case 'folder.remove':
      case 'folder.restore':
        return folder.length > 0 ? typed(name, { id: one('folder') ?? id }) : undefined
      case 'document.move':
        return document.length > 0 ? typed(name, { ids: some('document'), folderId: place }) : undefined
      case 'document.remove':
      case 'document.restore':
        return document.length > 0 ? typed(name, { ids: some('document') }) : undefined
      case 'document.purge':
        return typed(name, { documentIds: some('document'), folderIds: some('folder') })
      case 'document.tag': {
        const tag = word.slice(0, 50)
        return document.length > 0
          ? typed(name, {
              ids: some('document'),
              add: flag ? [tag, 'b'] : ['a'],
              remove: flag ? [] : [tag],
            })
          : undefined
      }
      case 'annotation.add':
        annotation.push(id)
        return document.length > 0
          ? typed(name, {
              id,
              documentId: one('document') ?? id,
              page: 1,
              rects: [],
              quote: word,
              note: word,
            })
          : undefined
      case 'annotation.edit':
        return annotation.length > 0 ? typed(name, { id: one('annotation') ?? id, note: word }) : undefined
      case 'annotation.remove':
        return annotation.length > 0 ? typed(name, { id: one('annotation') ?? id }) : undefined
      case 'chat.ask': {
        const chatId = (flag ? one('chat') : undefined) ?? id
        if (chatId === id) chat.push(id)
        const questionId = newId()
        const replaced =
          thing % 7 === 0 && flag ? this.questions.find((asked) => asked.chatId === chatId) : undefined
        this.questions.push({ id: questionId, chatId })
        const scope = document.length > 0 ? { documentIds: some('document') } : null
        const title = chatId === id ? word : null
        return typed(name, {
          chatId,
          title,
          scope,
          questionId,
          question: word,
          replaces: replaced?.id ?? null,
        })
      }
      case 'chat.answer': {
        if (!question) return undefined
        this.answers.push(id)
        const cited = one('document', other)
        const citation = { n: 1, chunkId: id, documentName: 'x', page: 1, quote: word, rects: [] }
        return typed(name, {
          ...{
            id,
            chatId: question.chatId,
            questionId: question.id,
            content: word,
            sources: [],
            status: 'done',
          },
          citations: cited ? [{ ...citation, documentId: cited }] : [],
          ...{
            model: 'm',
            promptTokens: 1,
            completionTokens: 1,
            tokensCounted: true,
            durationMs: 1,
            error: null,
          },
          replaces: flag,
        })
      }
      case 'chat.rename':
        return chat.length > 0 ? typed(name, { id: one('chat') ?? id, title: word }) : undefined
      case 'chat.scope':
        return chat.length > 0
          ? typed(name, { id: one('chat') ?? id, scope: { documentIds: some('document') } })
          : undefined
      case 'chat.remove':
      case 'chat.restore':
        return chat.length > 0 ? typed(name, { id: one('chat') ?? id }) : undefined
      case 'chat.share':
        return chat.length > 0 ? typed(name, { id: one('chat') ?? id, shared: flag }) : undefined
      case 'message.rate':
        return this.answers.length > 0
          ? typed(name, { id: pick(this.answers, thing) ?? id, rating: flag ? 'up' : null })
          : undefined
      case 'usage.record':
        return typed(name, {
          id,
          kind: 'answer',
          model: 'm',
          promptTokens: 1,
          completionTokens: 1,
          counted: true,
        })
    }
  }
}

export interface Doer {
  readonly database: Database
  readonly mutator: Mutator
  readonly blobs: BlobMemory
}

/** Does it as the core would: by name, through the mutator of whoever does it; answers are written only in a chat that is there. */
export async function perform(
  { blobs, database, mutator }: Doer,
  actor: Actor,
  { args, name }: { readonly name: MutationName; readonly args: unknown },
): Promise<void> {
  const mutation = allMutations.find((one) => one.name === name)
  if (!mutation) return
  if (name === 'document.add') {
    const { sha256 } = mutationSchemas[name].parse(args)
    await blobs.put(Readable.from([bytesOf(sha256)]), Number.POSITIVE_INFINITY)
  }
  const result = await database.asTenant(actor, async (tx) => {
    if (name === 'chat.answer') await getChat(tx, actor, mutationSchemas[name].parse(args).chatId)
    return mutator.mutateIn(tx, actor, mutation, args as never)
  })
  await mutator.follow(actor, mutation, result)
}

const pick = <T>(items: readonly T[], index: number): T | undefined =>
  items[index % Math.max(1, items.length)]
const isThere = (id: string | undefined): id is string => id !== undefined
/** Only what a contract lets through comes to the core. */
const typed = <Name extends MutationName>(name: Name, args: MutationArgs<Name>) => ({
  name,
  args: mutationSchemas[name].parse(args),
})
