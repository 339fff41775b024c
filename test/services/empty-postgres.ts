/** Databases of a test's own on a Postgres. */
import { randomUUID } from 'node:crypto'
import { Client } from 'pg'

/** A database without any tables on the server of `url`. */
export async function createEmptyPostgres(
  url: string,
): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const name = `docuchat_test_${randomUUID().replaceAll('-', '')}`
  await administer(url, `create database ${name}`)
  const own = new URL(url)
  own.pathname = name
  return { url: own.href, drop: () => administer(url, `drop database ${name} with (force)`) }
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
