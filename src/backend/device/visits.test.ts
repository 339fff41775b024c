/** A visited copy goes only once nothing of it is open, and the visit says why it ended. */
import { expect, it } from 'vitest'
import type { DeviceWorkspace } from '../../core/device/index.ts'
import type { LocalCore } from '../../core/local-core.ts'
import { createVisits } from './visits.ts'

const copy: DeviceWorkspace = {
  ...{ id: 'one', name: 'Acme', tenantId: 'acme', directory: 'workspaces/one', current: false },
  ...{ createdAt: new Date(0).toISOString(), userId: null, server: null },
}

/** Visits of a workspace of which is told here when it is closed, and when it may go. */
function visiting() {
  const told: string[] = []
  let endMembership = () => {}
  const visits = createVisits({
    async openCore(_, onEnded) {
      endMembership = onEnded
      return { close: async () => void told.push('closed') } as unknown as LocalCore
    },
    onEnded: async (id) => void told.push(`${id} may go`),
  })
  return { told, visits, endMembership: () => endMembership() }
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))

it('lets go of the copy of whoever is no member any more after the visit', async () => {
  const { endMembership, told, visits } = visiting()
  const visit = visits.visit(copy, async (_, signal) => {
    const isTold = aborted(signal)
    endMembership()
    await isTold
    told.push('worked')
    throw new Error('the way to the server is gone')
  })
  await expect(visit).rejects.toMatchObject({ code: 'membership_ended' })
  expect(told).toEqual(['worked', 'closed', 'one may go'])
})

it('waits for those that it stops, and leaves others at work', async () => {
  const { told, visits } = visiting()
  const stopped = visits.visit(copy, (_, signal) => aborted(signal))
  const { promise: work, resolve: finish } = Promise.withResolvers<string>()
  const other = visits.visit({ ...copy, id: 'two' }, () => work)
  await Promise.resolve()
  const stopping = visits.stop('cancelled', 'one')
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
  await stopping
  expect(told).toEqual(['closed'])
  finish('done')
  expect(await other).toBe('done')
})
