/** Fills a workspace with more than anyone has time to ingest: rows as DocuChat itself would have written them. */
import { join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import {
  bulkInsert,
  chatSessions,
  documents,
  memberships,
  messages,
  openPglite,
} from '../../src/core/database/index.ts'
import { openDeviceStore } from '../../src/core/device/index.ts'

const ANSWER = `Net sales rose by **9.4%** to 5,363 million dollars. The increase came from:

| Segment | 2018 | 2017 |
| --- | ---: | ---: |
| Consumer | 3,120 | 2,870 |
| Industrial | 2,243 | 2,031 |

- higher prices in the second half,
- two plants that opened in \`Q3\`, at a margin of $\\frac{a}{b} = 0.41$.`

/** Adds `documentCount` ready documents and one chat with `messageCount` messages to the only workspace below `dataDirectory`, which must be closed. */
export async function seedWorkspace(
  dataDirectory: string,
  { documentCount, messageCount }: { readonly documentCount: number; readonly messageCount: number },
): Promise<void> {
  const device = openDeviceStore({ path: join(dataDirectory, 'device.db') })
  const [workspace] = device.workspaces()
  device.close()
  if (!workspace) throw new Error('there is no workspace to fill')
  const database = await openPglite({
    directory: join(dataDirectory, workspace.directory),
    command: 'filling a workspace',
    onError: (error) => console.error(error),
  })
  const { tenantId } = workspace
  try {
    await database.asOwner(async (tx) => {
      const [member] = await tx.select().from(memberships)
      const userId = member?.userId
      if (userId === undefined) throw new Error('the workspace has no user')
      const chatId = uuidv7()
      await bulkInsert(
        tx,
        documents,
        Array.from({ length: documentCount }, (_, n) => ({
          tenantId,
          id: uuidv7(),
          name: `Filing ${String(n).padStart(5, '0')} of a company with a name.pdf`,
          sha256: n.toString(16).padStart(64, '0'),
          bytes: 1_000_000,
          pageCount: 100 + (n % 200),
          status: 'ready' as const,
          createdBy: userId,
        })),
      )
      await tx.insert(chatSessions).values({
        ...{ tenantId, id: chatId, userId, title: 'A long chat', scope: {} },
      })
      await bulkInsert(
        tx,
        messages,
        Array.from({ length: messageCount }, (_, n) => ({
          ...{ tenantId, id: uuidv7(), chatId, status: 'done' as const },
          ...(n % 2 === 0
            ? { role: 'user' as const, content: `Question ${n / 2 + 1}: how did net sales change?` }
            : { role: 'assistant' as const, content: ANSWER, model: 'stand-in', durationMs: 1200 }),
        })),
      )
    })
  } finally {
    await database.close()
  }
}
