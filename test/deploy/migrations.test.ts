/**
 * Invariant: while a migration runs and after it, the version before works on (docs/operations.md, “Migrations”). So a migration only
 * expands; what narrows the schema says since which version nothing uses it: `-- contract: unused since 1.4.0`.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { migrationsFolder, migrationTags } from '../../src/core/database/migrations.ts'

/** Those after it run on databases that are in use. */
const BEFORE_THE_FIRST_SERVER = '0008_lease_of_answers'

interface Rule {
  readonly forbidden: RegExp
  readonly because: string
}

const NARROWING: readonly Rule[] = [
  { forbidden: /\bdrop (?:table|column|policy|schema|type)\b/, because: 'the version before still uses it' },
  { forbidden: /\brename\b/, because: 'the version before knows the old name' },
  { forbidden: /\balter column "?\w+"? (?:set data )?type\b/, because: 'it rewrites the table under a lock' },
  { forbidden: /\bset not null\b/, because: 'the version before may write null' },
  {
    forbidden: /\badd column (?!.*\bdefault\b).*\bnot null\b/,
    because: 'the version before writes rows without it',
  },
]

const SLOW: readonly Rule[] = [
  {
    forbidden: /\bcreate (?:unique )?index (?!if not exists\b)/,
    because: 'it locks writers out: build it concurrently beforehand, and say "if not exists"',
  },
  {
    forbidden: /\badd constraint "?\w+"? (?:unique|primary key) ?(?:nulls not distinct ?)?\(/,
    because: 'it builds an index under a lock: build it concurrently beforehand, and say "using index"',
  },
  {
    forbidden: /\badd constraint "?\w+"? (?:foreign key|check)\b(?!.*\bnot valid\b)/,
    because: 'it reads the table under a lock: say "not valid", and validate in the next migration',
  },
]

/** What is wrong with a migration's SQL; tables that it makes itself are empty, and nobody uses them yet. */
function problemsOf(migration: string): readonly string[] {
  const statements = migration.split('--> statement-breakpoint').map((statement) => statement.trim())
  const made = statements.flatMap((sql) => /^create table (?:if not exists )?"?(\w+)/i.exec(sql)?.[1] ?? [])
  return statements.flatMap((statement) => {
    const isContract = /^-- contract: unused since \S+/m.test(statement)
    const sql = statement.replaceAll(/--.*$/gm, '').replaceAll(/\s+/g, ' ').trim().toLowerCase()
    const table = /^alter table (?:only )?"?(\w+)/.exec(sql)?.[1] ?? / on "?(\w+)/.exec(sql)?.[1]
    if (table !== undefined && made.includes(table)) return []
    return [...(isContract ? [] : NARROWING), ...SLOW]
      .filter(({ forbidden }) => forbidden.test(sql))
      .map(({ because }) => `${sql}: ${because}`)
  })
}

const onDatabasesInUse = migrationTags.slice(migrationTags.indexOf(BEFORE_THE_FIRST_SERVER) + 1)

it('holds for every migration since the first server', () => {
  const problems = onDatabasesInUse.flatMap((tag) =>
    problemsOf(readFileSync(join(migrationsFolder, `${tag}.sql`), 'utf8')),
  )
  expect(problems).toEqual([])
})

describe('the rules', () => {
  it.each([
    'alter table "messages" add column "leased_until" timestamp with time zone',
    `alter table "tenants" add column "default_language" text default 'en' not null`,
    'drop index "audit_events_recent"',
    'create index if not exists "messages_rated" on "messages" ("tenant_id", "rating")',
    'alter table "quotas" add constraint "quotas_one" unique using index "quotas_one"',
    'alter table "pages" add constraint "pages_size" check (width > 0) not valid',
    'create table "notes" ("id" uuid);--> statement-breakpoint\ncreate index "notes_recent" on "notes" ("id")',
    '-- contract: unused since 1.4.0\nalter table "messages" drop column "rating"',
  ])('allow %s', (sql) => {
    expect(problemsOf(sql)).toEqual([])
  })

  it.each([
    'alter table "messages" drop column "rating"',
    'ALTER TABLE "messages" RENAME COLUMN "rating" TO "stars"',
    'alter table "pages" alter column "width" set data type numeric',
    'alter table "pages" alter column "width" set not null',
    'alter table "pages" add column "angle" real not null',
    'create index "messages_rated" on "messages" ("tenant_id", "rating")',
    'alter table "quotas" add constraint "quotas_one" unique nulls not distinct("tenant_id")',
    'alter table "pages" add constraint "pages_size" check (width > 0)',
    '-- contract: unused since 1.4.0\ncreate index "messages_rated" on "messages" ("rating")',
  ])('refuse %s', (sql) => {
    expect(problemsOf(sql)).toHaveLength(1)
  })
})
