/** How processes of the server start: several at once on an empty database, and one that cannot. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isMissing, services } from './hosted.ts'
import { startProcess } from './processes.ts'
import { openSharedServices, type SharedServices } from './shared-services.ts'

describe.skipIf(isMissing)('a process of the server', () => {
  let shared: SharedServices

  beforeAll(async () => {
    shared = await openSharedServices(services.postgres ?? '')
  })
  afterAll(() => shared?.close())

  it('starts beside others on a database that none has prepared', async () => {
    const roles = ['api', 'api', 'worker', 'worker'] as const
    const processes = await Promise.all(roles.map((role) => startProcess(role, shared.environment)))
    expect(await Promise.all(processes.map((one) => one.end('SIGTERM')))).toEqual(roles.map(() => 0))
  })

  it('ends when it cannot start, instead of holding on to what it opened', async () => {
    const other = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = typeof address === 'object' && address ? address.port : 0
    await expect(startProcess('api', shared.environment, port)).rejects.toThrow('ended with 1')
    other.close()
  })
})
