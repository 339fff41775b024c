/** What people do at one desktop: they add filings, ask, and tidy up, whatever happens to its process meanwhile. */
import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import { type Desktop, Ended, Refused } from './desktop.ts'
import type { Asked, Started } from './desktop-messages.ts'
import type { Filing } from './filings.ts'
import type { Ledger } from './ledger.ts'

export interface Done {
  /** Names of the files whose addition was acknowledged. */
  readonly added: Set<string>
  /** Every question that was put, and its answer where it is acknowledged that it was saved. */
  readonly asked: Map<string, Started | null>
  /** What should not have happened. */
  readonly failures: string[]
}

export interface Work {
  readonly name: string
  readonly desktop: Desktop
  readonly filings: readonly Filing[]
  readonly chats: number
  /** From 0 to 1. */
  readonly random: () => number
  readonly ledger: Ledger
  readonly done: Done
  /** Told after each filing and each chat. */
  readonly onStep: () => void
}

/** Others may have removed it, or renamed it to nothing that is there. */
const EXPECTED: readonly string[] = ['not_found', 'conflict']
const documentsSchema = z.array(z.object({ id: z.string() }))

export async function work({
  chats,
  desktop,
  done,
  filings,
  ledger,
  name,
  onStep,
  random,
}: Work): Promise<void> {
  const folders: string[] = []
  const notes: string[] = []
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)]

  /** Once; whether it was done is not known where the process ended. */
  async function attempt<T>(run: () => Promise<T>): Promise<T | undefined> {
    await desktop.running()
    try {
      return await run()
    } catch (error) {
      if (error instanceof Ended) return undefined
      if (error instanceof Refused && EXPECTED.includes(error.message)) return undefined
      done.failures.push(`${name}: ${error instanceof Error ? error.message : error}`)
      return undefined
    }
  }

  /** Until it is acknowledged, as people do who see that their file is not there. */
  async function add(filing: Filing): Promise<void> {
    for (let tries = 0; tries < 20 && !done.added.has(filing.name); tries++)
      await attempt(async () => {
        await desktop.call('add', filing)
        done.added.add(filing.name)
      })
  }

  async function ask(question: string, chatId?: string): Promise<Started | null> {
    done.asked.set(question, null)
    const model = random() < 0.25 ? {} : { model: 'extractive' }
    await attempt(async () => {
      const input = { question, ...(chatId !== undefined && { chatId }), ...model }
      const onStarted = (started: Started) => done.asked.set(question, started)
      const { status } = (await desktop.call('ask', input, onStarted)) as Asked
      if (status !== 'done') done.failures.push(`${name}: “${question}” is ${status}`)
    })
    return done.asked.get(question) ?? null
  }

  async function tidy({ chatId, messageId }: Started, number: number): Promise<void> {
    const document = async () =>
      pick(documentsSchema.parse(await desktop.call('documents.list').catch(() => [])))?.id
    const change = (what: string, value: unknown, call: string, input: object) =>
      attempt(() => ledger.change(what, value, () => desktop.call(call, input)))
    switch (Math.floor(random() * 10)) {
      case 0:
        await change(`title of ${chatId}`, `Chat ${number}`, 'chats.rename', {
          ...{ id: chatId, title: `Chat ${number}` },
        })
        return
      case 1: {
        const shared = random() < 0.6
        const sharing = shared ? 'shared' : 'withdrawn'
        // One that nobody was shown is not withdrawn.
        await change(`sharing of ${chatId}`, 'shared', 'chats.share', { id: chatId, shared: true })
        await change(`sharing of ${chatId}`, sharing, 'chats.share', { id: chatId, shared })
        return
      }
      case 2:
        await change(`rating of ${messageId}`, 'up', 'chats.rate', { id: messageId, rating: 'up' })
        return
      case 3: {
        const id = uuidv7()
        folders.push(id)
        await change(`name of ${id}`, `Folder ${number}`, 'folders.create', {
          ...{ id, name: `Folder ${number}`, parentId: null },
        })
        return
      }
      case 4: {
        const id = pick(folders)
        if (id)
          await change(`name of ${id}`, `Renamed ${number}`, 'folders.rename', {
            ...{ id, name: `Renamed ${number}` },
          })
        return
      }
      case 5: {
        const [id, folderId] = [await document(), pick(folders) ?? null]
        if (id) await attempt(() => desktop.call('documents.move', { ids: [id], folderId }))
        return
      }
      case 6: {
        const id = await document()
        if (id)
          await attempt(() => desktop.call('documents.tag', { ids: [id], add: [`${name} ${number % 3}`] }))
        return
      }
      case 7: {
        const documentId = await document()
        if (!documentId) return
        const id = uuidv7()
        notes.push(id)
        const note = `Note ${number}`
        await change(`note of ${id}`, note, 'annotations.add', {
          ...{ id, documentId, page: 1, rects: [], quote: 'dollars', note },
        })
        return
      }
      case 8: {
        const id = pick(notes)
        if (id)
          await change(`note of ${id}`, `Edited ${number}`, 'annotations.edit', {
            id,
            note: `Edited ${number}`,
          })
        return
      }
      default: {
        const id = await document()
        if (id) await attempt(() => desktop.call('documents.rename', { id, name: `${name} ${number}.pdf` }))
      }
    }
  }

  const between = Math.max(1, Math.floor(chats / Math.max(1, filings.length)))
  for (let number = 0, next = 0; number < chats || next < filings.length; number++) {
    const filing = number % between === 0 || number >= chats ? filings[next] : undefined
    if (filing) {
      next += 1
      await add(filing)
      onStep()
    }
    if (number >= chats) continue
    const started = await ask(`What did station ${number} earn, ${name} wonders?`)
    if (started) {
      if (number % 10 === 9) await ask(`And its lanterns, ${number} of ${name}?`, started.chatId)
      await tidy(started, number)
    }
    onStep()
  }
}
