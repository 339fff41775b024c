/** What watches the server asks only for figures that it gives, at addresses that compose knows; and the tools themselves agree. */
import { spawnSync } from 'node:child_process'
import fastify from 'fastify'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { createMetrics } from '../../src/server/metrics.ts'
import { compose, read, root, serverServices } from './files.ts'

const FOLDER = 'deploy/monitoring'
const targetSchema = z.object({ expr: z.string(), datasource: z.object({ uid: z.string() }) })
const dashboard = z
  .object({
    panels: z.array(z.object({ title: z.string(), targets: z.array(targetSchema).default([]) })),
    templating: z.object({ list: z.array(z.object({ query: z.object({ query: z.string() }) })) }),
  })
  .parse(JSON.parse(read(`${FOLDER}/grafana/dashboards/docuchat.json`)))
const alerts = z
  .object({
    groups: z.array(z.object({ rules: z.array(z.object({ alert: z.string(), expr: z.string() })) })),
  })
  .parse(parse(read(`${FOLDER}/prometheus/alerts.yml`)))
  .groups.flatMap(({ rules }) => rules)
const prometheus = z
  .object({
    scrape_configs: z.array(
      z.object({
        job_name: z.string(),
        static_configs: z.array(z.object({ targets: z.array(z.string()) })).default([]),
        dns_sd_configs: z.array(z.object({ names: z.array(z.string()), port: z.number() })).default([]),
      }),
    ),
  })
  .parse(parse(read(`${FOLDER}/prometheus/prometheus.yml`)))

const serviceNames = Object.keys(compose.services)

/** The names under which Prometheus can ask for what the server gives. */
async function figuresOfServer(): Promise<ReadonlySet<string>> {
  const metrics = createMetrics()
  metrics.gaugeJobs(async () => ({ waiting: 1, active: 1, failed: 1 }))
  const app = fastify()
  metrics.observe(app)
  const { body } = await app.inject('/metrics')
  await app.close()
  const figures = [...body.matchAll(/^# TYPE (\w+) (\w+)/gm)].flatMap(([, name = '', type = '']) =>
    type === 'histogram' ? ['bucket', 'sum', 'count'].map((part) => `${name}_${part}`) : name,
  )
  return new Set(figures)
}

/** What a query asks for, without functions, labels and Grafana's variables. */
function figuresIn(query: string): readonly string[] {
  const bare = query.replaceAll(/\{[^}]*\}|\[[^\]]*\]|\b(?:by|without) \([^)]*\)/g, ' ')
  return [...bare.matchAll(/\b[a-z]\w*_\w+\b(?!\s*\()|\bup\b/g)].map(([name]) => name)
}

describe('the figures asked for', () => {
  let figures: ReadonlySet<string>
  beforeAll(async () => {
    figures = new Set([...(await figuresOfServer()), 'up'])
  })

  const queries = dashboard.panels.flatMap(({ targets, title }) =>
    targets
      .filter(({ datasource }) => datasource.uid === 'prometheus')
      .map(({ expr }) => [title, expr] as const),
  )
  const variables = dashboard.templating.list.map(
    ({ query: { query } }) => [query, /label_values\((\w+),/.exec(query)?.[1] ?? ''] as const,
  )
  const rules = alerts.map(({ alert, expr }) => [alert, expr] as const)

  it.each([...queries, ...variables, ...rules])('exist: %s', (_, query) => {
    const asked = figuresIn(query)
    expect(asked).not.toEqual([])
    for (const name of asked) expect(figures).toContain(name)
  })

  it('are all those of DocuChat', () => {
    const asked = new Set([...queries, ...rules].flatMap(([, query]) => figuresIn(query)))
    const families = (names: Iterable<string>) =>
      new Set(
        [...names]
          .filter((name) => name.startsWith('docuchat_'))
          .map((name) => name.replace(/_(?:bucket|sum|count)$/, '')),
      )
    expect(families(asked)).toEqual(families(figures))
  })
})

describe('Prometheus', () => {
  const jobs = new Map(
    prometheus.scrape_configs.map(({ dns_sd_configs, job_name, static_configs }) => [
      job_name,
      [
        ...static_configs.flatMap(({ targets }) => targets),
        ...dns_sd_configs.flatMap(({ names, port }) => names.map((name) => `${name}:${port}`)),
      ],
    ]),
  )

  it('asks every process that serves', () => {
    const serving = serverServices.filter(([, { command }]) => command[0] === 'serve')
    const expected = serving.map(([name, { environment }]) => `${name}:${environment.PORT}`)
    expect([...jobs.values()].flat()).toEqual(expected)
  })

  it('is on a network with them', () => {
    for (const [, { networks }] of serverServices)
      expect(networks.some((name) => compose.services.prometheus?.networks.includes(name))).toBe(true)
  })
})

describe('Grafana', () => {
  const { datasources } = z
    .object({ datasources: z.array(z.object({ uid: z.string(), url: z.url() })) })
    .parse(parse(read(`${FOLDER}/grafana/datasources/docuchat.yml`)))

  it('reads from services that are there', () => {
    for (const { url } of datasources) expect(serviceNames).toContain(new URL(url).hostname)
  })

  it('has the sources that its dashboard names', () => {
    const named = dashboard.panels.flatMap(({ targets }) => targets.map(({ datasource }) => datasource.uid))
    expect(new Set(named)).toEqual(new Set(datasources.map(({ uid }) => uid)))
  })

  it('finds its dashboard where compose mounts it', () => {
    const mounted = compose.services.grafana?.volumes.find((volume) => volume.includes('dashboards'))
    expect(read(`${FOLDER}/grafana/dashboards/docuchat.yml`)).toContain(`path: ${mounted?.split(':')[1]}`)
  })
})

it('sends the logs of this project to Loki', () => {
  const alloy = read(`${FOLDER}/alloy/config.alloy`)
  expect(alloy).toContain('com.docker.compose.project=docuchat')
  expect(parse(read('deploy/compose.yml'))).toMatchObject({ name: 'docuchat' })
  const { http_listen_port } = z
    .object({ server: z.object({ http_listen_port: z.number() }) })
    .parse(parse(read(`${FOLDER}/loki/loki.yml`))).server
  expect(alloy).toContain(`"http://loki:${http_listen_port}/`)
})

describe('their own tools', () => {
  const commands = [
    'promtool check config deploy/monitoring/prometheus/prometheus.yml',
    'promtool test rules test/deploy/alerts.yml',
    'caddy validate --adapter caddyfile --config deploy/caddy/Caddyfile',
  ]
  const isThere = (program: string) => spawnSync(program, ['--help']).error === undefined
  const missing = commands.filter((command) => !isThere(command.split(' ')[0] ?? ''))
  if (missing.length > 0)
    process.stderr.write(`\n*** NOT RUN, its program is not installed: ${missing.join('; ')}\n\n`)

  for (const command of commands) {
    it.skipIf(missing.includes(command))(`agree: ${command}`, () => {
      const [program = '', ...words] = command.split(' ')
      const { status, stderr, stdout } = spawnSync(program, words, { cwd: root, encoding: 'utf8' })
      expect(status, `${stdout}${stderr}`).toBe(0)
    })
  }
})
