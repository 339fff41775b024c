/** Invariant: opening a workspace either succeeds with all that was committed, or says why not and has changed nothing. */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../contract/index.ts'
import { BACKUPS_KEPT, listBackups, readBackup, writeBackup } from './backup-file.ts'
import type { Database } from './database.ts'
import { openPglite } from './open-pglite.ts'
import { migratePglite, POSTGRES_MAJOR, startPglite } from './pglite.ts'
import { restoreBackup } from './restore.ts'
import { chatSessions, chunks, documents, messages, pages, tenants } from './schema.ts'
import { currentMarker, writeMarker } from './workspace-marker.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'docuchat-open-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const actor = { tenantId: randomUUID(), userId: randomUUID() }
const ids = { tenantId: actor.tenantId, documentId: randomUUID(), chatId: randomUUID() }

async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openPglite({ directory, command: 'a test' })
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

/** A tenant with a chat and a document that was ingested. */
async function fill(database: Database): Promise<void> {
  const { tenantId, documentId, chatId } = ids
  await database.asOwner((tx) =>
    tx.insert(tenants).values({ id: tenantId, slug: 'own', name: 'Own “tab\t”' }),
  )
  await database.asTenant(actor, async (tx) => {
    await tx.insert(documents).values({
      ...{ tenantId, id: documentId, name: 'a.pdf', sha256: 'a'.repeat(64), bytes: 1, status: 'ready' },
      ...{ createdBy: actor.userId, pageCount: 1, pagesDone: 1 },
    })
    await tx
      .insert(pages)
      .values({ tenantId, documentId, number: 1, width: 1, height: 1, text: 'x', lines: [] })
    await tx.insert(chatSessions).values({
      ...{ tenantId, id: chatId, userId: actor.userId, title: 'Chat', scope: {} },
    })
    await tx.insert(messages).values({
      ...{ tenantId, id: randomUUID(), chatId, role: 'user', content: 'A\\n\nB\tپرسش \\.', status: 'done' },
    })
  })
}

/** What a backup must bring back as it was. */
function kept(database: Database) {
  return database.asOwner(async (tx) => ({
    tenants: await tx.select().from(tenants),
    chats: await tx.select().from(chatSessions),
    messages: await tx.select().from(messages),
  }))
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  return error instanceof AppError ? error.code : `no AppError: ${error}`
}

/** Every file below the folder with its time and size, but for the note that a starting Postgres leaves of itself. */
function snapshot(): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'postmaster.pid')
    .map((entry) => {
      const path = join(entry.parentPath, entry.name)
      const { mtimeMs, size } = statSync(path)
      return `${path} ${mtimeMs} ${size}`
    })
    .sort()
}

describe('a workspace', () => {
  it('keeps what was committed, from one opening to the next', async () => {
    const before = await withDatabase(async (database) => {
      await fill(database)
      return kept(database)
    })
    expect(before.messages).toHaveLength(1)
    expect(await withDatabase(kept)).toEqual(before)
  })

  it('is refused while it is open, and free again after a failed opening', async () => {
    await withDatabase(async () => {
      expect(await codeOf(openPglite({ directory, command: 'second' }))).toBe('workspace_busy')
    })
    await writeMarker(directory, { ...currentMarker, format: 99 })
    expect(await codeOf(openPglite({ directory, command: 'second' }))).toBe('workspace_newer')
    expect(existsSync(join(directory, 'lock'))).toBe(false)
  })

  it('is made anew after a kill half way through making it', async () => {
    writeFileSync(join(directory, 'workspace.json.new'), '{')
    await startPglite(join(directory, 'pgdata.new')).then((pglite) => pglite.close())
    rmSync(join(directory, 'pgdata.new', 'PG_VERSION'))
    await withDatabase(fill)
  })

  it('opens after it was killed at any moment of being made and opened', async () => {
    const source = `
      const { openPglite } = await import(${JSON.stringify(new URL('./open-pglite.ts', import.meta.url).href)})
      console.log('started')
      const database = await openPglite({ directory: ${JSON.stringify(directory)}, command: 'victim' })
      await database.close()`
    for (let killAfterMs = 0; killAfterMs < 500; killAfterMs += 100) {
      rmSync(directory, { recursive: true, force: true })
      const victim = spawn(process.execPath, ['--input-type=module', '-e', source])
      await once(victim.stdout, 'data')
      await sleep(killAfterMs)
      victim.kill('SIGKILL')
      if (victim.exitCode === null && victim.signalCode === null) await once(victim, 'exit')
      await withDatabase(async (database) => {
        expect(await database.asOwner((tx) => tx.$count(tenants))).toBe(0)
      })
    }
  })

  it('opens after a kill between making it and noting so', async () => {
    await withDatabase(fill)
    rmSync(join(directory, 'workspace.json'))
    expect((await withDatabase(kept)).messages).toHaveLength(1)
  })

  it('is migrated from an older schema, after a backup', async () => {
    const pglite = await startPglite(join(directory, 'pgdata'))
    await migratePglite(pglite, '0001_tables')
    await pglite.query(`insert into tenants (id, slug, name) values ($1, 'old', 'Old')`, [actor.tenantId])
    await pglite.close()
    await writeMarker(directory, { ...currentMarker, schemaVersion: '0001_tables' })
    const names = await withDatabase(async (database) => {
      const [newest = ''] = await listBackups(directory)
      expect((await readBackup(directory, newest)).schemaVersion).toBe('0001_tables')
      return database.asTenant(actor, (tx) => tx.select({ name: tenants.name }).from(tenants))
    })
    expect(names).toEqual([{ name: 'Old' }])
  })
})

describe('opening changes nothing and says why', () => {
  const note = (change: object) => JSON.stringify({ ...currentMarker, ...change })
  it.each([
    ['a newer layout wrote it', 'workspace_newer', 'workspace.json', note({ format: 2 })],
    ['a newer schema wrote it', 'workspace_newer', 'workspace.json', note({ schemaVersion: '9999_future' })],
    ['a newer Postgres wrote it', 'workspace_newer', 'pgdata/PG_VERSION', '99\n'],
    ['its note is not readable', 'workspace_damaged', 'workspace.json', '{'],
    ['its data directory is gone', 'workspace_damaged', 'pgdata', undefined],
    ['its data directory has no version', 'workspace_damaged', 'pgdata/PG_VERSION', undefined],
    ['its control file is cut off', 'workspace_damaged', 'pgdata/global/pg_control', 'short'],
    ['its control file is gone', 'workspace_damaged', 'pgdata/global/pg_control', undefined],
  ])('when %s', async (_, code, path, contents) => {
    await withDatabase(fill)
    renameSync(join(directory, path), join(directory, 'aside'))
    if (contents !== undefined) writeFileSync(join(directory, path), contents)
    const before = snapshot()
    expect(await codeOf(openPglite({ directory, command: 'a test' }))).toBe(code)
    expect(snapshot()).toEqual(before)
  })
})

describe('a backup', () => {
  it('is made by closing', async () => {
    await withDatabase(async (database) => {
      expect(await listBackups(directory)).toEqual([])
      await fill(database)
    })
    expect(await listBackups(directory)).toHaveLength(1)
  })

  it('brings back the rows as they were, and sends documents through ingestion again', async () => {
    const before = await withDatabase(async (database) => {
      await fill(database)
      return kept(database)
    })
    rmSync(join(directory, 'pgdata', 'base'), { recursive: true })
    const name = await restoreBackup({ directory, command: 'a test' })
    expect(await listBackups(directory)).toContain(name)
    await withDatabase(async (database) => {
      expect(await kept(database)).toEqual(before)
      const rows = await database.asTenant(actor, (tx) => tx.select().from(documents))
      expect(rows).toMatchObject([{ name: 'a.pdf', status: 'queued', pagesDone: 0 }])
      expect(await database.asTenant(actor, (tx) => tx.$count(chunks))).toBe(0)
    })
  })

  it('sets the database that was there aside, and loses no tenant isolation', async () => {
    await withDatabase(fill)
    await restoreBackup({ directory, command: 'a test' })
    expect(readdirSync(directory).filter((name) => name.startsWith('pgdata.'))).toHaveLength(1)
    const others = { tenantId: randomUUID(), userId: randomUUID() }
    const seen = await withDatabase((database) =>
      database.asTenant(others, (tx) => tx.select().from(documents)),
    )
    expect(seen).toEqual([])
  })

  it('of an older schema is brought up to date', async () => {
    await withDatabase(async () => {})
    await writeBackup(directory, {
      ...{
        format: 1,
        createdAt: '2099-01-01T00:00:00.000Z',
        postgresMajor: 17,
        schemaVersion: '0001_tables',
      },
      tables: [{ name: 'tenants', columns: ['id', 'slug', 'name'], rows: `${actor.tenantId}\told\tOld\n` }],
    })
    await restoreBackup({ directory, command: 'a test' })
    const names = await withDatabase((database) =>
      database.asTenant(actor, (tx) => tx.select({ name: tenants.name }).from(tenants)),
    )
    expect(names).toEqual([{ name: 'Old' }])
  })

  it('goes into place after a kill just before that', async () => {
    await withDatabase(fill)
    renameSync(join(directory, 'pgdata'), join(directory, 'pgdata.restored'))
    expect((await withDatabase(kept)).messages).toHaveLength(1)
  })

  it('can be chosen again after a kill that left the old database in place', async () => {
    await withDatabase(fill)
    mkdirSync(join(directory, 'pgdata.restored', 'base'), { recursive: true })
    await restoreBackup({ directory, command: 'a test' })
    expect((await withDatabase(kept)).messages).toHaveLength(1)
    expect(existsSync(join(directory, 'pgdata.restored'))).toBe(false)
  })

  it('is refused when it is not sound, and the workspace left as it was', async () => {
    await withDatabase(fill)
    const [name = ''] = await listBackups(directory)
    const path = join(directory, 'backups', `${name}.json.gz`)
    writeFileSync(path, readFileSync(path).subarray(0, 100))
    const before = snapshot()
    expect(await codeOf(restoreBackup({ directory, command: 'a test', name }))).toBe('workspace_damaged')
    expect(await codeOf(restoreBackup({ directory, command: 'a test', name: '1999-01-01' }))).toBe(
      'not_found',
    )
    expect(snapshot()).toEqual(before)
  })

  it('replaces the one of its day, and only the newest are kept', async () => {
    for (let day = 1; day <= BACKUPS_KEPT + 2; day++) {
      const createdAt = `2026-01-0${day}T00:00:00.000Z`
      const contents = { format: 1 as const, createdAt, postgresMajor: 18, schemaVersion: 'any', tables: [] }
      await writeBackup(directory, contents)
      await writeBackup(directory, contents)
    }
    const names = await listBackups(directory)
    expect(names).toHaveLength(BACKUPS_KEPT)
    expect(names[0]).toBe('2026-01-07')
  })
})

describe('a workspace of an older Postgres', () => {
  const age = () => writeFileSync(join(directory, 'pgdata', 'PG_VERSION'), `${POSTGRES_MAJOR - 1}\n`)

  it('is brought over from the backup that closing made', async () => {
    const before = await withDatabase(async (database) => {
      await fill(database)
      return kept(database)
    })
    age()
    expect(await withDatabase(kept)).toEqual(before)
  })

  it('is brought over although it was opened since, when nothing was written then', async () => {
    await withDatabase(fill)
    const before = await withDatabase(kept)
    age()
    expect(await withDatabase(kept)).toEqual(before)
  })

  it('is brought over although nothing was ever written', async () => {
    await withDatabase(async () => {})
    age()
    expect((await withDatabase(kept)).tenants).toEqual([])
  })

  it('is refused untouched when it was used after its last backup', async () => {
    await withDatabase(fill)
    const openedAt = new Date(Date.now() + 1_000).toISOString()
    await writeMarker(directory, { ...currentMarker, openedAt })
    age()
    const before = snapshot()
    expect(await codeOf(openPglite({ directory, command: 'a test' }))).toBe('workspace_damaged')
    expect(snapshot()).toEqual(before)
  })
})

it('starts the job queue’s tables with the workspace', async () => {
  const rows = await withDatabase((database) =>
    database.asOwner((tx) => tx.execute(sql`select 1 as one from pgboss.version`)),
  )
  expect(rows).toMatchObject({ rows: [{ one: 1 }] })
})
