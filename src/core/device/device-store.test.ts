import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError, settingsSchema } from '../../contract/index.ts'
import { openDeviceStore } from './index.ts'
import { migrations } from './migrations.ts'
import { openSqlite } from './open-sqlite.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'docuchat-device-'))
  path = join(folder, 'device.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Runs `work` on the store, which is closed after. */
function withStore<T>(work: (store: ReturnType<typeof openDeviceStore>) => T): T {
  const store = openDeviceStore({ path })
  try {
    return work(store)
  } finally {
    store.close()
  }
}

function codeOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    return error instanceof AppError ? error.code : String(error)
  }
  return 'nothing thrown'
}

describe('the profile', () => {
  it('is made once and keeps its id, whatever the name is later', () => {
    const first = withStore((store) => store.ensureProfile('Mina'))
    expect(withStore((store) => store.ensureProfile('Someone'))).toEqual(first)
  })
})

describe('workspaces', () => {
  it('makes the first one the current one, and another only when told', () => {
    withStore((store) => {
      expect(store.currentWorkspace()).toBeUndefined()
      store.createWorkspace('Filings')
      store.createWorkspace('Contracts')
      expect(store.currentWorkspace()?.name).toBe('Filings')
      store.useWorkspace('Contracts')
    })
    withStore((store) => {
      expect(store.currentWorkspace()?.name).toBe('Contracts')
      expect(store.workspaces().map(({ name, current }) => ({ name, current }))).toEqual([
        { name: 'Filings', current: false },
        { name: 'Contracts', current: true },
      ])
    })
  })

  it('gives each its own tenant and its own folder below the data folder', () => {
    withStore((store) => {
      const [a, b] = [store.createWorkspace('a'), store.createWorkspace('b')]
      expect(a.tenantId).not.toBe(b.tenantId)
      expect(a.directory).toBe(`workspaces/${a.id}`)
    })
  })

  it('refuses a name in use, an empty one, and one that is not there', () => {
    withStore((store) => {
      store.createWorkspace('a')
      expect(codeOf(() => store.createWorkspace(' a '))).toBe('bad_request')
      expect(codeOf(() => store.createWorkspace('  '))).toBe('bad_request')
      expect(codeOf(() => store.useWorkspace('b'))).toBe('not_found')
      expect(store.workspaces()).toHaveLength(1)
    })
  })

  it('gives two handles that start at once the same workspace', () => {
    const [a, b] = [openDeviceStore({ path }), openDeviceStore({ path })]
    expect(a.ensureWorkspace('default')).toEqual(b.ensureWorkspace('default'))
    a.close()
    b.close()
  })
})

describe('settings', () => {
  it('keeps what was chosen, for that workspace alone', () => {
    withStore((store) => {
      const settings = store.settings('one')
      expect(settings.get()).toEqual(settingsSchema.parse({}))
      settings.set({ language: 'fa', 'chat.model': 'gpt-4o' })
      expect(settings.set({ 'chat.model': null }).language).toBe('fa')
      expect(store.settings('two').get().language).toBe('en')
    })
    expect(withStore((store) => store.settings('one').get())).toMatchObject({
      language: 'fa',
      'chat.model': null,
    })
  })

  it('leaves alone what a partial change does not name, although it has a default', () => {
    withStore((store) => {
      store.settings('one').set({ 'embedding.dimensions': 256 })
      store.settings('one').set({ language: 'fa' })
      expect(store.settings('one').get()['embedding.dimensions']).toBe(256)
    })
  })

  it('falls back to the default where another version stored what this one does not allow', () => {
    withStore((store) => store.settings('one').set({ language: 'fa', 'chat.model': 'kept' }))
    const sqlite = new Sqlite(path)
    sqlite.prepare(`update settings set value = '"de"' where key = 'language'`).run()
    sqlite.close()
    const { language, 'chat.model': model } = withStore((store) => store.settings('one').get())
    expect({ language, model }).toEqual({ language: 'en', model: 'kept' })
  })
})

describe('renaming a workspace', () => {
  it('keeps its data and refuses a name in use', () => {
    withStore((store) => {
      const first = store.ensureCurrentWorkspace()
      store.createWorkspace('Contracts')
      expect(store.renameWorkspace(first.id, ' Filings ')).toEqual({ ...first, name: 'Filings' })
      expect(store.ensureCurrentWorkspace().id).toBe(first.id)
      expect(codeOf(() => store.renameWorkspace(first.id, 'Contracts'))).toBe('bad_request')
      expect(codeOf(() => store.renameWorkspace('none', 'Other'))).toBe('not_found')
    })
  })
})

describe('opening', () => {
  it('brings a store of the version before up to date and keeps its rows', () => {
    withStore((store) => store.createWorkspace('kept'))
    const next = [...migrations, `alter table workspaces add column note text not null default 'none'`]
    const sqlite = openSqlite(path, next)
    expect(sqlite.prepare('select name, note from workspaces').all()).toEqual([
      { name: 'kept', note: 'none' },
    ])
    expect(sqlite.pragma('user_version', { simple: true })).toBe(next.length)
    sqlite.close()
  })

  it('applies no half of a migration that fails', () => {
    withStore((store) => store.createWorkspace('kept'))
    const next = [...migrations, 'create table extra (id text); select nonsense']
    expect(codeOf(() => openSqlite(path, next))).toBe('workspace_damaged')
    const sqlite = new Sqlite(path)
    expect(sqlite.prepare(`select name from sqlite_schema where name = 'extra'`).all()).toEqual([])
    expect(sqlite.pragma('user_version', { simple: true })).toBe(migrations.length)
    sqlite.close()
  })

  it('refuses the store of a newer version and leaves it as it was', () => {
    openSqlite(path, [...migrations, 'create table newer (id text)']).close()
    const before = readFileSync(path)
    expect(codeOf(() => openDeviceStore({ path }))).toBe('workspace_newer')
    expect(readFileSync(path)).toEqual(before)
  })

  it.each([
    [
      'is no database',
      Buffer.from('not a database, but long enough to have a header of a hundred bytes '.repeat(9)),
    ],
    ['cannot be a file', null],
  ])('says that it is damaged when what lies there %s', (_, bytes) => {
    if (bytes) writeFileSync(path, bytes)
    else path = join(folder, 'missing', 'device.db')
    expect(codeOf(() => openDeviceStore({ path }))).toBe('workspace_damaged')
    if (bytes) expect(readFileSync(path)).toEqual(bytes)
  })

  it('notices pages that were overwritten', () => {
    withStore((store) => {
      for (let i = 0; i < 200; i++) store.createWorkspace(`workspace ${i}`)
    })
    const bytes = readFileSync(path)
    bytes.fill(0xff, 3 * 4096, 6 * 4096)
    writeFileSync(path, bytes)
    expect(codeOf(() => openDeviceStore({ path }))).toBe('workspace_damaged')
    expect(readFileSync(path)).toEqual(bytes)
  })
})

describe('copies of organisations’ workspaces', () => {
  const server = { url: 'https://docs.example', organisation: 'acme', email: 'ada@example.com' }
  const [tenantId, userId] = [randomUUID(), randomUUID()]
  const joined = { tenantId, userId, name: 'Acme', server }

  it('are one a tenant, and are renewed where they are', () => {
    withStore((store) => {
      store.createWorkspace('Acme')
      const copy = store.joinWorkspace(joined)
      expect(copy).toMatchObject({ name: 'Acme (2)', current: true, server, userId })
      const renamed = { ...server, organisation: 'acme-group' }
      expect(store.joinWorkspace({ ...joined, server: renamed })).toEqual({ ...copy, server: renamed })
      expect(codeOf(() => store.joinWorkspace({ ...joined, userId: randomUUID() }))).toBe('copy_of_other')
    })
  })

  it('stay at their server, whoever else claims to be it, until they are left', () => {
    withStore((store) => {
      const copy = store.joinWorkspace(joined)
      const claimed = { ...joined, server: { ...server, url: 'https://elsewhere.example' } }
      expect(() => store.joinWorkspace(claimed)).toThrow(/“Acme” .* is a copy from https:\/\/docs\.example\./)
      expect(codeOf(() => store.joinWorkspace(claimed))).toBe('copy_elsewhere')
      expect(store.workspaces()).toEqual([copy])
      store.detachWorkspace(copy.id)
      expect(store.joinWorkspace(claimed)).toMatchObject({ server: claimed.server })
    })
  })

  it('stay what they were when they are left, and can be joined again beside', () => {
    withStore((store) => {
      const left = store.joinWorkspace(joined)
      store.detachWorkspace(left.id)
      const again = store.joinWorkspace(joined)
      expect(again.id).not.toBe(left.id)
      expect(store.workspaces()).toMatchObject([
        { id: left.id, server: null, userId },
        { id: again.id, server, userId },
      ])
    })
  })

  it('are told of when they ended, until that was seen', () => {
    withStore((store) => {
      const { id } = store.joinWorkspace(joined)
      store.endWorkspace(id)
      expect(store.workspaces()).toEqual([])
      expect(store.endedWorkspaces()).toMatchObject([{ workspaceId: id, organisation: 'acme' }])
    })
    withStore((store) => {
      const [ended] = store.endedWorkspaces()
      store.dismissEnded(ended?.workspaceId ?? '')
      expect(store.endedWorkspaces()).toEqual([])
    })
  })

  it('come to a store of the version before, which keeps its rows', () => {
    const before = openSqlite(path, migrations.slice(0, 1))
    before
      .prepare('insert into workspaces values (?, ?, ?, ?, ?)')
      .run(userId, 'Kept', tenantId, 'workspaces/one', new Date(0).toISOString())
    before.close()
    withStore((store) =>
      expect(store.workspaces()).toMatchObject([{ id: userId, name: 'Kept', tenantId, server: null }]),
    )
  })
})
