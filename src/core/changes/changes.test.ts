/**
 * Invariant: whoever follows ends up with the last state of everything that changed, however slowly it reads and however much came at
 * once; and sees nothing of other tenants, nor other users' chats.
 */
import fc from 'fast-check'
import { v7 as uuidv7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import type { Change } from '../../contract/index.ts'
import { createChanges } from './changes.ts'
import { createLocalPubSub } from './pub-sub.ts'

const here = { tenantId: uuidv7(), userId: uuidv7() }
const there = uuidv7()
const ids = { a: uuidv7(), b: uuidv7(), c: uuidv7() }
const removed = (id: string): Change => ({ type: 'document_removed', id })

describe('following changes', () => {
  it('says ready before anything else', async () => {
    const stop = new AbortController()
    const following = createChanges({ pubSub: createLocalPubSub() }).follow(here, stop.signal)
    expect((await following.next()).value).toEqual({ type: 'ready' })
    await following.return(undefined)
  })

  it('brings the last state of each folder, in any order of changes and reads', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ id: fc.constantFrom(ids.a, ids.b, ids.c), name: fc.string(), read: fc.boolean() }),
          {
            minLength: 1,
          },
        ),
        async (steps) => {
          const changes = createChanges({ pubSub: createLocalPubSub(), pauseMs: 0 })
          const stop = new AbortController()
          const following = changes.follow(here, stop.signal)
          await following.next()
          const seen = new Map<string, string>()
          const last = new Map<string, string>()
          const isEverythingSeen = () => [...last].every(([id, name]) => seen.get(id) === name)
          const read = async () => {
            const { value } = await following.next()
            if (value?.type === 'folder') seen.set(value.folder.id, value.folder.name)
          }
          for (const { id, name, read: reads } of steps) {
            last.set(id, name)
            changes.publish(here, {
              type: 'folder',
              folder: { id, name, parentId: null, createdAt: '2026-01-01T00:00:00Z' },
            })
            if (reads && !isEverythingSeen()) await read()
          }
          while (!isEverythingSeen()) await read()
          await following.return(undefined)
        },
      ),
      { numRuns: 50 },
    )
  })

  it('keeps tenants apart, and chats to their user', async () => {
    const changes = createChanges({ pubSub: createLocalPubSub(), pauseMs: 0 })
    const stop = new AbortController()
    const following = changes.follow(here, stop.signal)
    await following.next()
    changes.publish({ ...here, tenantId: there }, removed(ids.a))
    changes.publish({ ...here, userId: there }, { type: 'chat_removed', id: ids.b })
    changes.publish({ ...here, userId: there }, removed(ids.c))
    expect((await following.next()).value).toEqual(removed(ids.c))
    stop.abort()
    expect((await following.next()).done).toBe(true)
  })
})
