/**
 * Invariant: whatever the moment of a SIGKILL, nothing acknowledged is lost and nothing stays stuck. Acknowledged is what the command
 * printed: an added document, a question whose answer started. Processes, signals and files are real.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { answerEventSchema, documentSchema, messageSchema } from '../../src/contract/index.ts'
import { textPdf } from '../fixtures/pdf.ts'
import { docuchat, type Kill } from './cli.ts'

const KILLS = 50
/** Commands that end before their kill come on top. */
const MOST_COMMANDS = 200
const DOCUMENTS = 25
const PAGES = 40

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docuchat-kill-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const addedSchema = z.object({ event: z.literal('added'), document: documentSchema })
const listSchema = z.object({ documents: z.array(documentSchema) })
const chatSchema = z.object({ chat: z.object({ messages: z.array(messageSchema) }) })

it(`loses nothing acknowledged and leaves nothing stuck over ${KILLS} kills`, {
  timeout: 600_000,
}, async () => {
  const data = join(folder, 'data')
  const pdfs = await makePdfs(join(folder, 'pdfs'))
  const random = seeded(20_261_122)
  const added = new Map<string, string>()
  const asked = new Map<string, string>()
  let killed = 0

  for (let round = 0; killed < KILLS && round < MOST_COMMANDS; round++) {
    const kill: Kill =
      random() < 0.5
        ? { after: 'start', ms: 100 + random() * 2_000 }
        : { after: 'output', ms: random() * 1_000 }
    const isQuestion = round % 3 === 2
    const question = `What does the reading of station ${round} say?`
    const next = pdfs.slice(0, Math.ceil(((killed + 1) * DOCUMENTS) / KILLS))
    const args = isQuestion ? ['ask', '--json', question] : ['add', '--json', ...next]
    const { code, lines } = await docuchat(data, args, kill)
    if (code === null) killed += 1
    for (const line of lines) {
      const addition = addedSchema.safeParse(line)
      if (addition.success) added.set(addition.data.document.id, addition.data.document.sha256)
      const event = answerEventSchema.safeParse(line)
      if (event.success && event.data.type === 'start') asked.set(event.data.chatId, question)
    }
  }
  expect(killed).toBe(KILLS)
  expect(added.size).toBeGreaterThan(0)
  expect(asked.size).toBeGreaterThan(0)

  const finished = await docuchat(data, ['retry', '--quiet'])
  expect(finished).toMatchObject({ code: 0, stderr: '' })

  const { documents } = listSchema.parse((await docuchat(data, ['list', '--json'])).lines[0])
  for (const [id, sha256] of added) {
    const document = documents.find((candidate) => candidate.id === id)
    expect(document).toMatchObject({ status: 'ready', sha256, pageCount: PAGES, pagesDone: PAGES })
  }
  expect(documents.every((document) => document.status === 'ready')).toBe(true)
  expect(new Set(documents.map((document) => document.sha256)).size).toBe(documents.length)

  for (const [chatId, question] of asked) {
    const { messages } = chatSchema.parse(
      (await docuchat(data, ['chat', 'show', chatId, '--json'])).lines[0],
    ).chat
    expect(messages[0]).toMatchObject({ role: 'user', content: question })
    expect(messages.map((message) => message.status)).not.toContain('streaming')
  }
})

async function makePdfs(directory: string): Promise<string[]> {
  await mkdir(directory)
  const paths: string[] = []
  for (let number = 0; number < DOCUMENTS; number++) {
    const pages = Array.from({ length: PAGES }, (_, page) => pageOf(number, page))
    const path = join(directory, `station-${number}.pdf`)
    await writeFile(path, await textPdf(pages))
    paths.push(path)
  }
  return paths
}

const pageOf = (number: number, page: number) =>
  Array.from(
    { length: 12 },
    (_, line) =>
      `Station ${number} reported on day ${page + 1} a reading of ${number * 1_000 + page * 12 + line} units.`,
  ).join('\n')

/** mulberry32, by Tommy Ettinger: the kills fall at the same moments in every run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
