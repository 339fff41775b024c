/** Searches what was asked, answered and named in the chats that the user may read. */
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Actor, ChatHit } from '../../contract/index.ts'
import { chatSessions, messages, type Transaction } from '../database/index.ts'
import { readableChats, toChats } from './chat-store.ts'
import { fold, folded } from './fold-letters.ts'
import { snippetOf } from './snippet.ts'
import { titleOf } from './title.ts'

/** More than anyone reads through; a further word narrows them down. */
const MOST_HITS = 100
const MOST_WORDS = 12

/**
 * The messages and titles in which every word of `query` occurs, the newest first, at most {@link MOST_HITS}. Words count wherever they
 * stand, also within others, since what is being typed is seldom finished.
 */
export async function searchHistory(tx: Transaction, actor: Actor, query: string): Promise<ChatHit[]> {
  const words = [...new Set(fold(query).split(/\s+/u))].filter((word) => word !== '').slice(0, MOST_WORDS)
  if (words.length === 0) return []
  const { id, title, updatedAt } = chatSessions
  const holds = (text: ReturnType<typeof folded>) =>
    sql.join(
      words.map((word) => sql`strpos(${text}, ${word}) > 0`),
      sql` and `,
    )
  const found = await tx.execute(sql`
    with readable as (
      select ${id} as chat_id, ${title} as title, ${updatedAt} as updated_at
      from ${chatSessions}
      where ${readableChats(actor)}
    ),
    named as (
      select chat_id, null::uuid as message_id, title as said, updated_at as at
      from readable
      where ${holds(folded(sql`title`))}
    ),
    spoken as (
      select readable.chat_id, ${messages.id} as message_id, ${messages.content} as said, ${messages.createdAt} as at
      from ${messages}
      join readable on readable.chat_id = ${messages.chatId}
      where ${messages.tenantId} = ${actor.tenantId}
        and ${messages.status} <> 'streaming'
        and ${holds(folded(messages.content))}
    )
    select chat_id, message_id, said
    from (select * from named union all select * from spoken) as hits
    order by at desc, message_id desc
    limit ${MOST_HITS}`)
  const hits = hitsSchema.parse(found).rows
  const rows = hits.length === 0 ? [] : await tx.select().from(chatSessions).where(readableChats(actor))
  const chats = new Map((await toChats(tx, actor, rows)).map((chat) => [chat.id, chat]))
  const shown = hits.flatMap(({ chat_id: chatId, message_id: messageId, said }) => {
    const chat = chats.get(chatId)
    return chat ? [{ chat, messageId, said }] : []
  })
  // A chat is mostly named after its first question: found there, its name says nothing more.
  const named = new Set(
    shown
      .filter(({ chat, said, messageId }) => messageId && titleOf(said) === chat.title)
      .map(({ chat }) => chat.id),
  )
  return shown
    .filter(({ chat, messageId }) => messageId !== null || !named.has(chat.id))
    .map(({ chat, messageId, said }) => ({ chat, messageId, snippet: snippetOf(said, words) }))
}

const hitsSchema = z.object({
  rows: z.array(z.object({ chat_id: z.string(), message_id: z.string().nullable(), said: z.string() })),
})
