/** A configuration that is not valid is refused whole, with every mistake named and no value shown. */
import { expect, it } from 'vitest'
import { AppError } from '../contract/index.ts'
import { readConfig } from './config.ts'

const secret = 's'.repeat(32)

function mistakesIn(environment: NodeJS.ProcessEnv): string {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof AppError) return error.message
    throw error
  }
  return ''
}

it('needs nothing', () => {
  expect(readConfig({})).toMatchObject({ HOST: '127.0.0.1', PORT: 8_000, ROLE: 'all', CORS_ORIGINS: [] })
})

it('takes what compose files write for nothing as not set', () => {
  expect(readConfig({ DATABASE_URL: '', REDIS_URL: '  ', PORT: '' })).toMatchObject({ PORT: 8_000 })
})

it('lists every mistake at once', () => {
  const found = mistakesIn({
    PORT: 'http',
    ROLE: 'boss',
    DATABASE_URL: 'mysql://x',
    SIGNING_KEYS: 'short:1',
    WORKERS: '0',
  })
  for (const name of ['PORT', 'ROLE', 'DATABASE_URL', 'SIGNING_KEYS', 'WORKERS'])
    expect(found).toContain(`${name}: `)
})

it('never shows a value', () => {
  expect(
    mistakesIn({ SIGNING_KEYS: 'k:too-short-secret', SMTP_URL: 'http://user:password@host' }),
  ).not.toMatch(/too-short|password/)
})

it('says what a process needs that shares its work', () => {
  const found = mistakesIn({ ROLE: 'worker' })
  for (const name of ['DATABASE_URL', 'REDIS_URL', 'BLOB_URL']) expect(found).toContain(`${name}: needed`)
})

it('wants mail and lasting keys in production', () => {
  const found = mistakesIn({ NODE_ENV: 'production' })
  expect(found).toMatch(/SMTP_URL: needed[\s\S]*SIGNING_KEYS: needed/)
})

it('reads keys in their order, the first to sign with', () => {
  const { SIGNING_KEYS } = readConfig({ SIGNING_KEYS: `new:${secret}, old:a:${secret}` })
  expect(SIGNING_KEYS).toEqual([
    { kid: 'new', secret },
    { kid: 'old', secret: `a:${secret}` },
  ])
})
