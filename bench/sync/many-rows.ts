/** An organisation that has worked for years: many chats, shared with everyone. */
import { sql } from 'drizzle-orm'
import type { Actor } from '../../src/contract/index.ts'
import type { Database } from '../../src/core/database/index.ts'

const MESSAGES_PER_CHAT = 49
const CHATS_PER_CHANGE = 10
const CONTENT = 'Net sales rose by 9.4% to 5,363 million dollars, on higher prices in the second half [1]. '

/** Adds `count` chats and messages together, ten chats a change. */
export async function addRows(database: Database, actor: Actor, count: number): Promise<void> {
  const chats = count / (MESSAGES_PER_CHAT + 1)
  for (let added = 0; added < chats; added += CHATS_PER_CHANGE)
    await database.asTenant(actor, (tx) =>
      tx.execute(sql`
        with chats as (
          insert into chat_sessions (tenant_id, id, user_id, title, scope, sharing)
          select ${actor.tenantId}::uuid, gen_random_uuid(), ${actor.userId}::uuid, 'Chat ' || number, '{}', 'shared'
          from generate_series(1, ${Math.min(CHATS_PER_CHANGE, chats - added)}::int) as number
          returning id
        )
        insert into messages (tenant_id, id, chat_id, role, content, status)
        select ${actor.tenantId}::uuid, gen_random_uuid(), chats.id,
          case when number % 2 = 1 then 'user' else 'assistant' end, repeat(${CONTENT}, 1 + number % 8), 'done'
        from chats, generate_series(1, ${MESSAGES_PER_CHAT}::int) as number`),
    )
}
