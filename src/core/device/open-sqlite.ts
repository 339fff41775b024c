/** Opens the device's SQLite file, checked and brought to this version's schema. */
import Database, { type Database as Sqlite } from 'better-sqlite3'
import { AppError } from '../../contract/index.ts'
import { migrations as allMigrations } from './migrations.ts'

/** Two commands started at once wait for each other's short writes; longer than this, something hangs. */
const BUSY_TIMEOUT_MS = 5_000

/**
 * Opens the file at `path`, making it when missing. Throws `workspace_damaged` when it is not a sound SQLite file and
 * `workspace_newer` when a later version wrote it; neither changes it. `migrations` other than this version's are for tests.
 */
export function openSqlite(path: string, migrations: readonly string[] = allMigrations): Sqlite {
  const sqlite = open(path)
  try {
    check(sqlite, path)
    const found = versionOf(sqlite)
    if (found > migrations.length) {
      throw new AppError('workspace_newer', {
        found: `device store ${found}`,
        known: `device store ${migrations.length}`,
      })
    }
    // Readers of other processes go on while one writes.
    sqlite.pragma('journal_mode = wal')
    // `normal` may lose the last commits at a power cut: a workspace made then would leave its folder without an owner.
    sqlite.pragma('synchronous = full')
    migrate(sqlite, migrations)
    return sqlite
  } catch (error) {
    sqlite.close()
    throw error instanceof AppError ? error : damaged(path, error)
  }
}

function open(path: string): Sqlite {
  try {
    return new Database(path, { timeout: BUSY_TIMEOUT_MS })
  } catch (error) {
    throw damaged(path, error)
  }
}

function check(sqlite: Sqlite, path: string): void {
  const finding = sqlite.pragma('quick_check(1)', { simple: true })
  if (finding !== 'ok') throw damaged(path, finding)
}

/** All missing versions in one transaction, which begins with the write lock so that two processes do not both migrate. */
function migrate(sqlite: Sqlite, migrations: readonly string[]): void {
  if (versionOf(sqlite) === migrations.length) return
  const apply = sqlite.transaction(() => {
    for (const statements of migrations.slice(versionOf(sqlite))) sqlite.exec(statements)
    sqlite.pragma(`user_version = ${migrations.length}`)
  })
  apply.immediate()
}

function versionOf(sqlite: Sqlite): number {
  return Number(sqlite.pragma('user_version', { simple: true }))
}

function damaged(path: string, cause: unknown): AppError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new AppError('workspace_damaged', { path, reason }, { cause })
}
