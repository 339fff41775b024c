/** Says what was acknowledged to people and is not so, or is there twice. */
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { SyncedRows } from '../../../src/contract/index.ts'
import type { Database } from '../../../src/core/database/index.ts'
import { serverRows } from './compare.ts'
import type { Place } from './deployment.ts'
import type { Ledger } from './ledger.ts'
import type { Done } from './work.ts'

export async function notAsAcknowledged(
  { database, places }: { readonly database: Database; readonly places: readonly Place[] },
  { asked }: Done,
  ledger: Ledger,
): Promise<string[]> {
  const seen = await Promise.all(places.map(({ user }) => serverRows(database, user)))
  const rows = new Map<string, Record<string, unknown>>(
    seen.flatMap((all) => Object.values(all).flatMap((of) => of.map((row) => [row.id, row] as const))),
  )
  const lost = ledger.broken((what) => {
    const [column = '', id = ''] = what.split(' of ')
    return rows.get(id)?.[column]
  })
  const messages = new Map(seen.flatMap(({ message }) => message.map((row) => [row.id, row])))
  return [
    ...lost,
    ...questionsThatDiffer([...messages.values()], asked),
    ...(await usageThatDiffers(database, places)),
  ]
}

/** A question that was saved is there once, with one answer; any other at most once. */
function questionsThatDiffer(messages: SyncedRows['message'], asked: Done['asked']): string[] {
  return [...asked].flatMap(([question, started]) => {
    const put = messages.filter(({ content, role }) => role === 'user' && content === question)
    const answers = messages.filter(({ question_id }) => put.some(({ id }) => id === question_id))
    const found = answers.map(({ chat_id, id }) => `${chat_id} ${id}`).join()
    const isRight = started
      ? put.length === 1 && found === `${started.chatId} ${started.messageId}`
      : put.length <= 1 && answers.length <= put.length
    return isRight ? [] : [`“${question}” is there ${put.length} times, with ${found || 'no answer'}`]
  })
}

const usageSchema = z.object({ last24Hours: z.object({ answers: z.number(), promptTokens: z.number() }) })

/** What was spent on the desktops is what the server counts. */
async function usageThatDiffers(database: Database, places: readonly Place[]): Promise<string[]> {
  const spent = await Promise.all(
    places.map(async ({ desktop }) => usageSchema.parse(await desktop.call('usage')).last24Hours),
  )
  const sum = (of: keyof (typeof spent)[number]) => spent.reduce((total, one) => total + one[of], 0)
  const result = await database.asOwner((tx) =>
    tx.execute(sql`
      select count(*) as answers, coalesce(sum(prompt_tokens), 0) as "promptTokens"
      from usage_events
      where kind = 'answer'`),
  )
  const counted = countedSchema.parse(result).rows[0]
  const isSame = counted?.answers === sum('answers') && counted.promptTokens === sum('promptTokens')
  if (isSame && counted.answers > 0) return []
  return [`${JSON.stringify(counted)} is counted, ${JSON.stringify(spent)} was spent`]
}

const countedSchema = z.object({
  rows: z.array(z.object({ answers: z.coerce.number(), promptTokens: z.coerce.number() })),
})
