/** deploy/compose.yml names nothing that is not there, opens one door, and starts the server with a configuration that it accepts. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { describe, expect, it } from 'vitest'
import { MAX_DOCUMENT_BYTES } from '../../src/contract/index.ts'
import { environmentSchema, readConfig } from '../../src/server/config.ts'
import { compose, composeText, read, root, serverServices } from './files.ts'

const services = Object.entries(compose.services)
const example = parseEnv(read('deploy/.env.example'))
/** deploy/.env as an operator fills it in. */
const filled = {
  ...example,
  POSTGRES_PASSWORD: 'a1b2c3',
  SIGNING_KEYS: `2026-11:${'0b1f'.repeat(16)}`,
  SMTP_URL: 'smtps://mail.example.org',
}
const INTERPOLATION = /(?<!\$)\$\{(\w+)(?::([-?])([^}]*))?\}/g

/** `text` as compose interpolates it. */
function interpolated(text: string): string {
  return text.replaceAll(INTERPOLATION, (_, name: string, operator?: string, rest = '') => {
    const value = filled[name as keyof typeof filled]
    if (value) return value
    if (operator === '?') throw new Error(`${name}: ${rest}`)
    return operator === '-' ? rest : ''
  })
}

/** The variables with which compose starts a service of the server. */
function environmentOf(environment: Readonly<Record<string, string>>): Record<string, string | undefined> {
  const own = Object.entries(environment).map(([name, value]) => [name, interpolated(value)])
  return { ...filled, ...Object.fromEntries(own) }
}

describe.each(services)('%s', (_, service) => {
  it('mounts what is there', () => {
    for (const volume of service.volumes) {
      const [source = '', target = '', mode] = volume.split(':')
      expect(target, volume).toMatch(/^\//)
      if (source.startsWith('.')) {
        expect(existsSync(join(root, 'deploy', source)), volume).toBe(true)
        expect(mode, volume).toBe('ro')
      } else if (!source.startsWith('/')) expect(Object.keys(compose.volumes)).toContain(source)
    }
  })

  it('waits for services that say when they are ready', () => {
    for (const [name, dependency] of Object.entries(service.depends_on)) {
      const other = compose.services[name]
      expect(other, name).toBeDefined()
      // Compose refuses a service that depends on one of a profile that is not chosen.
      if (other && other.profiles.length > 0) expect(service.profiles, name).toEqual(other.profiles)
      if (dependency?.condition === 'service_healthy') expect(other?.healthcheck?.test, name).toBeDefined()
      if (dependency?.condition === 'service_completed_successfully') expect(other?.restart, name).toBe('no')
    }
  })

  it('is on networks that exist', () => {
    expect(Object.keys(compose.networks)).toEqual(expect.arrayContaining(service.networks))
  })

  it('has a version, a restart policy, and limits if it stays', () => {
    expect(service.image).toMatch(/:[\w.${}:-]+$/)
    expect(service.restart).toBe(service.command[0] === 'migrate' ? 'no' : 'unless-stopped')
    if (service.restart !== 'no') expect(service.deploy?.resources.limits.memory).toMatch(/^\d+[GM]$/)
  })
})

it('opens no door but the proxy’s', () => {
  expect(services.filter(([, { ports }]) => ports.length > 0).map(([name]) => name)).toEqual(['caddy'])
})

it('keeps the database and Redis where nothing comes in or goes out', () => {
  expect(compose.networks.inner).toEqual({ internal: true })
  for (const name of ['postgres', 'redis']) expect(compose.services[name]?.networks).toEqual(['inner'])
})

it('has two API and two worker processes', () => {
  const apis = serverServices.filter(([, { command }]) => command.join(' ') === 'serve --role api')
  expect(apis.map(([name]) => name)).toEqual(['api-1', 'api-2'])
  expect(compose.services.worker?.command).toEqual(['serve', '--role', 'worker'])
  expect(interpolated(compose.services.worker?.deploy?.replicas ?? '')).toBe('2')
})

describe.each(serverServices)('the server as %s', (_, service) => {
  const role = service.command[service.command.indexOf('--role') + 1]
  const environment = environmentOf(service.environment)

  it('accepts its configuration', () => {
    const config = readConfig({ ...environment, ...(role !== 'migrate' && { ROLE: role }) })
    expect(config).toMatchObject({
      DATABASE_URL: 'postgres://docuchat:a1b2c3@postgres:5432/docuchat',
      BLOB_URL: 'file:///data/blobs',
      PUBLIC_URL: 'https://localhost',
    })
  })

  it('sets no variable that the server does not know', () => {
    expect(Object.keys(environmentSchema.shape)).toEqual(
      expect.arrayContaining(Object.keys(service.environment)),
    )
  })

  it('writes to its volume and memory alone', () => {
    expect(service).toMatchObject({ read_only: true, tmpfs: ['/tmp'], volumes: ['data:/data'] })
  })

  it('reaches services that are there', () => {
    const { DATABASE_URL = '', REDIS_URL = '' } = environment
    expect(Object.keys(compose.services)).toContain(new URL(DATABASE_URL).hostname)
    expect(Object.keys(compose.services)).toContain(new URL(REDIS_URL).hostname)
  })

  it('is not killed before it had its time to stop', () => {
    const { DRAIN_SECONDS, SHUTDOWN_SECONDS } = readConfig(environment)
    // And as long again as readers get to leave, and the rest to close.
    expect(Number.parseInt(service.stop_grace_period ?? '', 10)).toBeGreaterThanOrEqual(
      DRAIN_SECONDS + SHUTDOWN_SECONDS + 15,
    )
  })
})

describe('deploy/.env.example', () => {
  const interpolatedNames = [...composeText.matchAll(INTERPOLATION)].map(([, name = '']) => name)

  it('has every variable that compose.yml takes from it', () => {
    expect(Object.keys(example)).toEqual(expect.arrayContaining(interpolatedNames))
  })

  it('has no variable that nothing reads', () => {
    const known = [...interpolatedNames, ...Object.keys(environmentSchema.shape), 'COMPOSE_PROFILES']
    expect(known).toEqual(expect.arrayContaining(Object.keys(example)))
  })

  it('is not started with as it is: secrets have no default', () => {
    expect(example).toMatchObject({ POSTGRES_PASSWORD: '', SIGNING_KEYS: '', GRAFANA_PASSWORD: '' })
  })
})

describe('the Caddyfile', () => {
  const caddyfile = read('deploy/caddy/Caddyfile')

  it('sends requests to the API processes, and Grafana’s to Grafana', () => {
    const targets = [...caddyfile.matchAll(/(?<=[\s:])([a-z][\w-]*):(\d+)(?=[\s}])/g)].map(
      ([target]) => target,
    )
    expect(targets).toEqual(['api-1:8000', 'api-2:8000', 'grafana:3000'])
    for (const target of targets) expect(Object.keys(compose.services)).toContain(target.split(':')[0])
  })

  it('takes its names from variables that compose gives it', () => {
    const names = [...caddyfile.matchAll(/\{\$(\w+):/g)].map(([, name]) => name)
    expect(names).toEqual(['SITE', 'API', 'GRAFANA_SITE'])
    expect(Object.keys(compose.services.caddy?.environment ?? {})).toEqual(['SITE', 'GRAFANA_SITE'])
  })

  it('lets the largest document through', () => {
    const megabytes = Number(/max_size (\d+)MB/.exec(caddyfile)?.[1])
    expect(megabytes * 1_000_000).toBeGreaterThan(MAX_DOCUMENT_BYTES + 100_000)
  })

  it('notices that a process leaves before it stops serving', () => {
    const [interval, timeout] = ['health_interval', 'health_timeout'].map((name) =>
      Number(new RegExp(`${name} (\\d+)s`).exec(caddyfile)?.[1]),
    )
    const drain = Number(compose.services['api-1']?.environment.DRAIN_SECONDS)
    expect((interval ?? drain) + (timeout ?? drain)).toBeLessThanOrEqual(drain)
  })
})

it('rolls out every service of the server', () => {
  const script = read('deploy/roll-out.sh')
  for (const [name] of serverServices) expect(script).toMatch(new RegExp(`\\b${name}\\b`))
})
