/** `docuchat join` and `docuchat sync` as scripts and people use them, on a real hosted server. */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type SyncStatus, syncStatusSchema, workspaceSchema } from '../../src/contract/index.ts'
import { textPdf } from '../fixtures/pdf.ts'
import { bin, docuchat } from '../integration/cli.ts'
import { codeFor } from './caller.ts'
import { type Hosted, isMissing, openHosted } from './hosted.ts'

describe.skipIf(isMissing)('docuchat sync', () => {
  let hosted: Hosted
  let folder: string
  let data: string
  beforeAll(async () => {
    hosted = await openHosted()
    folder = await mkdtemp(join(tmpdir(), 'docuchat-sync-'))
    data = join(folder, 'data')
  })
  afterAll(async () => {
    await hosted?.close()
    await rm(folder, { recursive: true, force: true })
  })

  /** `docuchat sync --watch`, the statuses it prints, and its exit status once it is interrupted. */
  function watch() {
    const child = spawn(process.execPath, [bin, '--data', data, 'sync', '--watch', '--json'])
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    return {
      async until(isSo: (status: SyncStatus) => boolean): Promise<void> {
        for (let next = await lines.next(); !next.done; next = await lines.next())
          if (isSo(syncStatusSchema.parse(JSON.parse(next.value)))) return
        throw new Error('it ended')
      },
      async interrupt(): Promise<unknown> {
        const ended = once(child, 'close')
        child.kill('SIGINT')
        for (let next = await lines.next(); !next.done; next = await lines.next());
        return (await ended)[0]
      },
    }
  }

  it('joins, asks for a sign-in, receives and sends, and removes what ended', {
    timeout: 180_000,
  }, async () => {
    const { owner, slug } = await hosted.addTenant()
    await owner.addReady('Turbines.pdf', await textPdf(['Turbines earned 12 million dollars in 2025.']))
    const email = `${randomUUID()}@example.com`
    await owner.request('POST', '/invitations', { email, role: 'member' })

    const place = ['join', hosted.url, slug, '--email', email]
    const before = hosted.mail.mails.length
    const asked = await docuchat(data, place)
    expect([asked.code, asked.stdout]).toEqual([0, ''])
    const joined = await docuchat(data, [...place, '--code', await codeFor(hosted.mail, email, before)])
    expect(joined.code).toBe(0)
    const token = /^export DOCUCHAT_TOKEN=(\S+)$/m.exec(joined.stdout)?.[1]
    if (token === undefined) throw new Error('no token')

    const unsigned = await docuchat(data, ['sync'])
    expect([unsigned.code, unsigned.stderr]).toEqual([1, expect.stringContaining('DOCUCHAT_TOKEN')])

    process.env.DOCUCHAT_TOKEN = token
    try {
      const first = await docuchat(data, ['sync', '--json'])
      expect([first.code, first.stderr]).toEqual([0, ''])
      const states = z.array(syncStatusSchema).parse(first.lines)
      expect(states.at(-1)).toMatchObject({ state: 'synced', waiting: 0, remoteFiles: 1 })
      expect((await docuchat(data, ['search', 'turbines earned'])).stdout).toContain('Turbines.pdf')

      const watching = watch()
      await watching.until(({ state }) => state === 'synced')
      await owner.addReady('Gearboxes.pdf', await textPdf(['Gearboxes earned 3 million dollars in 2025.']))
      await watching.until(({ remoteFiles, state }) => state === 'synced' && remoteFiles === 2)
      expect(await watching.interrupt()).toBe(130)
      // It may have come before the server had read it.
      expect((await docuchat(data, ['sync'])).code).toBe(0)
      expect((await docuchat(data, ['search', 'gearboxes earned'])).stdout).toContain('Gearboxes.pdf')

      await writeFile(join(folder, 'Bearings.pdf'), await textPdf(['Their bearings wear out.']))
      expect((await docuchat(data, ['add', join(folder, 'Bearings.pdf')])).code).toBe(0)
      expect((await docuchat(data, ['sync'])).code).toBe(0)
      const files = z
        .object({ items: z.array(z.object({ name: z.string() })) })
        .parse(await owner.json('GET', '/files'))
      expect(files.items.map(({ name }) => name)).toEqual(['Bearings.pdf', 'Gearboxes.pdf', 'Turbines.pdf'])

      const { workspaces } = z
        .object({ workspaces: z.array(workspaceSchema.extend({ directory: z.string() })) })
        .parse((await docuchat(data, ['workspace', 'list', '--json'])).lines[0])
      const copy = workspaces.find(({ server }) => server !== null)
      const members = (await owner.json('GET', '/members')) as { userId: string; email: string }[]
      await owner.request('DELETE', `/members/${members.find((one) => one.email === email)?.userId}`)
      const ended = await docuchat(data, ['sync'])
      expect([ended.code, ended.stderr]).toEqual([1, expect.stringContaining('no member')])
      expect(existsSync(join(data, copy?.directory ?? ''))).toBe(false)
    } finally {
      delete process.env.DOCUCHAT_TOKEN
    }
  })
})
