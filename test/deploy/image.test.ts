/** deploy/Dockerfile copies what is there and what its ignore file lets through, and runs it without rights. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { environmentSchema } from '../../src/server/config.ts'
import { read, root } from './files.ts'

/** Instructions, a continued line being one. */
const instructions = read('deploy/Dockerfile')
  .replaceAll(/^#.*\n/gm, '')
  .replaceAll('\\\n', ' ')
  .split('\n')
  .filter((line) => line.trim() !== '')
const ofKind = (kind: string) =>
  instructions.flatMap((line) => (line.startsWith(`${kind} `) ? line.slice(kind.length + 1).trim() : []))
const ignored = read('deploy/Dockerfile.dockerignore').split('\n')
const allowed = ignored.flatMap((line) => (line.startsWith('!') ? line.slice(1) : []))
const { dependencies, devDependencies } = z
  .object({
    dependencies: z.record(z.string(), z.string()),
    devDependencies: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(read('package.json')))

it('copies from the checkout only what is there and gets to the builder', () => {
  const sources = ofKind('COPY')
    .filter((copy) => !copy.startsWith('--from'))
    .flatMap((copy) => copy.split(' ').slice(0, -1))
    .filter((source) => source !== '.')
  expect(sources).toContain('src')
  for (const source of sources) {
    expect(existsSync(join(root, source)), source).toBe(true)
    expect(
      allowed.some((path) => source === path || source.startsWith(`${path}/`)),
      source,
    ).toBe(true)
  }
})

it('lets nothing to the builder but what it names, and that is there', () => {
  expect(ignored).toContain('*')
  for (const path of allowed) expect(existsSync(join(root, path)), path).toBe(true)
})

it('runs on the Node that the project is tested with', () => {
  const versions = instructions.flatMap((line) => /^FROM node:(\d+)-slim/.exec(line)?.[1] ?? [])
  expect(versions.length).toBeGreaterThan(0)
  for (const version of versions) expect(devDependencies.node).toMatch(new RegExp(`^\\^${version}\\.`))
})

it('sets variables that the server knows', () => {
  const names = (ofKind('ENV').at(-1) ?? '').split(' ').map((pair) => pair.split('=')[0])
  expect(['NODE_ENV', ...Object.keys(environmentSchema.shape)]).toEqual(expect.arrayContaining(names))
})

it('runs without rights, hears signals itself, and says whether it is ready', () => {
  expect(ofKind('USER')).toEqual(['node'])
  expect(ofKind('ENTRYPOINT')).toEqual(['["node", "bin/docuchat.js"]'])
  expect(ofKind('HEALTHCHECK')).toEqual([expect.stringContaining('/readyz')])
})

describe('what is pruned', () => {
  const script = read('deploy/prune-packages.sh')
  const uninstalled = /^npm uninstall (.+)$/m.exec(script)?.[1]?.split(' ') ?? []

  it('was installed', () => {
    const packages = uninstalled.filter((word) => !word.startsWith('-'))
    expect(packages.length).toBeGreaterThan(0)
    expect(Object.keys(dependencies)).toEqual(expect.arrayContaining(packages))
  })
})
