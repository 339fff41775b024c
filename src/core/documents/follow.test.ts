/** Invariant: whoever follows documents sees the last state of each and comes to an end, whatever messages are lost. */
import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { v7 as uuidv7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import type { Actor, Document, DocumentStatus } from '../../contract/index.ts'
import { follow } from './follow.ts'
import { Newest } from './newest.ts'
import type { DocumentChange } from './progress.ts'

const actor: Actor = { tenantId: uuidv7(), userId: uuidv7(), role: 'member' }
const ids = [uuidv7(), uuidv7(), uuidv7()]
const documentOf = (id: string, status: DocumentStatus, pagesDone = 0) =>
  ({ id, status, pagesDone }) as Document

describe('following documents', () => {
  it('ends with the last state of each, whichever messages are lost', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ document: fc.nat(2), isLost: fc.boolean(), ends: fc.boolean() }), {
          maxLength: 20,
        }),
        async (steps) => {
          const rows = new Map(ids.map((id) => [id, documentOf(id, 'extracting')]))
          let tell = (_: DocumentChange) => {}
          const following = follow(
            {
              list: async () => [...rows.values()],
              progress: {
                async listen(_, listener) {
                  tell = listener
                  return () => {}
                },
              },
              listAgainMs: 1,
            },
            actor,
            undefined,
            new AbortController().signal,
          )
          const change = async (id: string, status: DocumentStatus, isLost: boolean) => {
            const before = rows.get(id)
            if (!before || before.status === 'ready') return
            const document = documentOf(id, status, before.pagesDone + 1)
            rows.set(id, document)
            if (!isLost) tell({ type: 'document', document, pagesPerSecond: null })
            await turn()
          }
          const seen = new Map<string, Document>()
          const reading = (async () => {
            for await (const { document } of following) seen.set(document.id, document)
          })()
          await turn()
          for (const { document, ends, isLost } of steps)
            await change(ids[document] ?? '', ends ? 'ready' : 'extracting', isLost)
          for (const id of ids) await change(id, 'ready', true)
          await reading
          expect(seen).toEqual(rows)
        },
      ),
      { numRuns: 30 },
    )
  })

  it('holds no more than the newest of each for a reader that is away', async () => {
    const news = new Newest<number>(new AbortController().signal)
    for (let value = 0; value < 1_000; value++) news.put(`thing ${value % 2}`, value)
    expect(await news.next(0)).toBe(998)
    expect(await news.next(0)).toBe(999)
    expect(await news.next(0)).toBeUndefined()
  })
})
