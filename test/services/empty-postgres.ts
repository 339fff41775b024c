/** Databases of a test's own on a Postgres. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'

/** A database without any tables on the server of `url`. */
export async function createEmptyPostgres(
  url: string,
): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const name = `docuchat_test_${randomUUID().replaceAll('-', '')}`
  await administer(url, `create database ${name}`)
  const own = new URL(url)
  own.pathname = name
  return { url: own.href, drop: () => drop(url, name) }
}

/** Postgres lets nobody but a superuser end an autovacuum worker, which a large test may have woken; it ends by itself. */
async function drop(url: string, name: string): Promise<void> {
  for (let tries = 1; ; tries++)
    try {
      return await administer(url, `drop database ${name} with (force)`)
    } catch (error) {
      const isAtWork = error instanceof Error && 'code' in error && error.code === INSUFFICIENT_PRIVILEGE
      if (!isAtWork || tries === MOST_TRIES) throw error
      await sleep(500)
    }
}

/** Appendix A of Postgres's manual. */
const INSUFFICIENT_PRIVILEGE = '42501'
const MOST_TRIES = 60

async function administer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
