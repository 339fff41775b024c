/** The server's configuration: environment variables, read once at start, all mistakes told at once. */
import { availableParallelism } from 'node:os'
import { z } from 'zod'
import { AppError } from '../contract/index.ts'

/** A variable that is set to nothing counts as not set, as compose files write them. */
const text = z.string().trim().min(1)
const number = (least: number, most: number) => z.coerce.number().int().min(least).max(most)
const flag = z.enum(['true', 'false']).transform((value) => value === 'true')
const list = text.transform((value) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
)
const urlOf = (...protocols: string[]) =>
  z.url({
    protocol: new RegExp(`^(?:${protocols.join('|')})$`),
    error: `expected ${protocols.join(' or ')}://…`,
  })

/** `kid:secret`, the first signs and all verify, so that keys rotate without ending anyone's session. */
const signingKeys = list.pipe(
  z
    .array(
      z
        .string()
        .regex(/^[\w-]+:.{32,}$/, 'expected kid:secret with a secret of at least 32 characters')
        .transform((item) => {
          const colon = item.indexOf(':')
          return { kid: item.slice(0, colon), secret: item.slice(colon + 1) }
        }),
    )
    .min(1),
)

export const environmentSchema = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  HOST: text.default('127.0.0.1'),
  PORT: number(0, 65_535).default(8_000),
  ROLE: z.enum(['api', 'worker', 'all']).default('all'),
  /** Where people reach the server; named in mails. */
  PUBLIC_URL: urlOf('http', 'https').optional(),
  DATA_DIR: text.optional(),
  DATABASE_URL: urlOf('postgres', 'postgresql').optional(),
  DATABASE_CONNECTIONS: number(2, 1_000).default(10),
  REDIS_URL: urlOf('redis', 'rediss').optional(),
  BLOB_URL: urlOf('file', 's3').optional(),
  SMTP_URL: urlOf('smtp', 'smtps').optional(),
  MAIL_FROM: text.default('DocuChat <docuchat@localhost>'),
  SIGNING_KEYS: signingKeys.optional(),
  CORS_ORIGINS: list.default([]),
  /** How many proxies in front may be believed about who is calling. */
  TRUSTED_PROXIES: number(0, 10).default(0),
  REQUESTS_PER_MINUTE: number(1, 1_000_000).default(300),
  REQUESTS_PER_MINUTE_AND_IP: number(1, 1_000_000).default(1_200),
  CHAT_MODELS: list.default(['gpt-4o-mini', 'gpt-4o', 'gpt-4.1-mini', 'gpt-4.1']),
  CHAT_MODEL: text.optional(),
  CHAT_ENDPOINT: urlOf('http', 'https').optional(),
  EMBEDDING_MODEL: text.default('builtin'),
  EMBEDDING_ENDPOINT: urlOf('http', 'https').optional(),
  EMBEDDING_DIMENSIONS: number(1, 4_000).default(1_536),
  OPENAI_API_KEY: text.optional(),
  OPENAI_BASE_URL: urlOf('http', 'https').optional(),
  ENDPOINT_API_KEY: text.optional(),
  WORKERS: number(1, 64).default(Math.min(2, availableParallelism())),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Guards /metrics where it is reachable from outside. */
  METRICS_TOKEN: text.optional(),
  /** How long a process that is to end goes on as before, unready, so that whoever sends it requests can notice. */
  DRAIN_SECONDS: number(0, 600).default(0),
  /** How long it then waits for its answers. */
  SHUTDOWN_SECONDS: number(1, 600).default(30),
  SERVE_WINDOW: flag.default(true),
})

export type ServerConfig = Readonly<z.output<typeof environmentSchema>>

/** Reads `environment`. Throws `configuration_invalid`, which lists everything that is wrong, never a value, which may be a secret. */
export function readConfig(environment: NodeJS.ProcessEnv): ServerConfig {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim() !== ''))
  const parsed = environmentSchema.safeParse(given)
  const problems = parsed.success
    ? contradictions(parsed.data)
    : parsed.error.issues.map(({ path, message }) => `${path[0]?.toString() ?? ''}: ${message}`)
  if (parsed.success && problems.length === 0) return parsed.data
  throw new AppError('configuration_invalid', { problems: problems.join('\n  ') })
}

/** What each variable alone does not show: processes that share work must share all of what they keep. */
function contradictions(config: ServerConfig): string[] {
  const { BLOB_URL, DATABASE_URL, NODE_ENV, REDIS_URL, ROLE, SIGNING_KEYS, SMTP_URL } = config
  const problems: string[] = []
  if (ROLE !== 'all' && !DATABASE_URL) problems.push(`DATABASE_URL: needed with ROLE=${ROLE}`)
  if (ROLE !== 'all' && !REDIS_URL) problems.push(`REDIS_URL: needed with ROLE=${ROLE}`)
  if (ROLE !== 'all' && !BLOB_URL) problems.push(`BLOB_URL: needed with ROLE=${ROLE}`)
  if (REDIS_URL && !SIGNING_KEYS)
    problems.push('SIGNING_KEYS: needed with REDIS_URL, so that all processes accept a token')
  if (NODE_ENV === 'production' && !SMTP_URL)
    problems.push('SMTP_URL: needed in production, where codes are not logged')
  if (NODE_ENV === 'production' && !SIGNING_KEYS) problems.push('SIGNING_KEYS: needed in production')
  return problems
}
