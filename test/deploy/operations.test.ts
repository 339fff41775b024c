/** docs/operations.md names only what there is. */
import { existsSync } from 'node:fs'
import { join, normalize } from 'node:path'
import { parseEnv } from 'node:util'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { environmentSchema } from '../../src/server/config.ts'
import { compose, read, root } from './files.ts'

const page = read('docs/operations.md')
const code = [...page.matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text)
const blocks = [...page.matchAll(/```sh\n(.*?)```/gs)].map(([, text = '']) => text)

it('links to files that are there', () => {
  const links = [...page.matchAll(/\]\((\.\.\/[^)#]+)/g)].map(([, path = '']) =>
    normalize(join('docs', path)),
  )
  const paths = code.filter((text) => /^(?:deploy|test)\/[\w./-]+$/.test(text))
  // deploy/.env is the operator's own.
  for (const path of [...links, ...paths].filter((path) => path !== 'deploy/.env'))
    expect(existsSync(join(root, path)), path).toBe(true)
})

it('names variables that are read', () => {
  const known = [
    ...Object.keys(environmentSchema.shape),
    ...Object.keys(parseEnv(read('deploy/.env.example'))),
    // Caddy's, and the AWS SDK's.
    ...['API', 'SITE', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION'],
  ]
  const named = code.flatMap((text) => /^([A-Z][A-Z_]{2,})(?:=|$)/.exec(text)?.[1] ?? [])
  expect(named.length).toBeGreaterThan(10)
  expect(known).toEqual(expect.arrayContaining(named))
})

it('stops, starts and enters services that there are', () => {
  const commands = [...blocks.flatMap((block) => block.split('\n')), ...code]
  const named = commands.flatMap((command) => {
    const [, words = ''] =
      /docker compose (?:stop|restart|pull|logs|exec(?: -T)?|up -d(?: --wait)?) ([a-z0-9 -]+)/.exec(
        command,
      ) ?? []
    // Of `exec`, what follows the service is run in it.
    return command.includes(' exec ') ? words.split(' ').slice(0, 1) : words.trim().split(' ')
  })
  expect(named.length).toBeGreaterThan(8)
  expect(Object.keys(compose.services)).toEqual(expect.arrayContaining(named.filter((name) => name !== '')))
})

it('says of each alert what to do', () => {
  const rules = z
    .object({ groups: z.array(z.object({ rules: z.array(z.object({ alert: z.string() })) })) })
    .parse(parse(read('deploy/monitoring/prometheus/alerts.yml')))
    .groups.flatMap((group) => group.rules.map(({ alert }) => alert))
  const explained = code.filter((text) => text.startsWith('DocuChat') && text !== 'DocuChat')
  expect([...new Set(explained)].sort()).toEqual(rules.sort())
})
