/** The files of deploy/, read as the tools that they are for read them. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { z } from 'zod'

export const root = fileURLToPath(new URL('../../', import.meta.url))

/** `path` from the repository's root. */
export const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8')

const dependencySchema = z.object({
  condition: z.enum(['service_started', 'service_healthy', 'service_completed_successfully']),
})

const serviceSchema = z.object({
  image: z.string(),
  command: z.array(z.string()).default([]),
  profiles: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  env_file: z.string().optional(),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  tmpfs: z.array(z.string()).default([]),
  networks: z.array(z.string()),
  depends_on: z
    .union([
      z.array(z.string()).transform((names) => Object.fromEntries(names.map((name) => [name, null]))),
      z.record(z.string(), dependencySchema),
    ])
    .default({}),
  healthcheck: z.object({ test: z.array(z.string()).optional(), disable: z.boolean().optional() }).optional(),
  read_only: z.boolean().default(false),
  restart: z.string(),
  stop_grace_period: z.string().optional(),
  deploy: z
    .object({
      replicas: z.string().optional(),
      resources: z.object({ limits: z.object({ cpus: z.string(), memory: z.string() }) }),
    })
    .optional(),
})
const composeSchema = z.object({
  services: z.record(z.string(), serviceSchema),
  networks: z.record(z.string(), z.object({ internal: z.boolean().default(false) })),
  volumes: z.record(z.string(), z.object({})),
})

export type Service = z.output<typeof serviceSchema>

export const composeText = read('deploy/compose.yml')
export const compose = composeSchema.parse(parse(composeText, { merge: true }))

/** Those that run DocuChat itself. */
export const serverServices: readonly (readonly [string, Service])[] = Object.entries(
  compose.services,
).filter(([, { image }]) => image.startsWith('docuchat:'))
