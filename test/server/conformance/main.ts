/**
 * Tries the hosted server against its own OpenAPI document: requests that the document allows and requests that it forbids, made up by
 * schemathesis. `npm run conformance -- --seed 7` makes up others; further arguments go to schemathesis. Where schemathesis, Postgres or
 * Redis cannot be had, nothing is tried, which is said.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { destination } from 'pino'
import type { Chat, Message } from '../../../src/contract/index.ts'
import { createLog } from '../../../src/server/log.ts'
import { annualReportPdf } from '../../fixtures/pdf.ts'
import { installPostgres } from '../../services/install-postgres.ts'
import { installPython } from '../../services/install-python.ts'
import { findRedis } from '../../services/install-redis.ts'
import { type PostgresServer, startPostgres } from '../../services/start-postgres.ts'
import type { Caller } from '../caller.ts'
import { type Hosted, startHosted } from '../start-hosted.ts'

/** Every package with its version, so that a seed means the same requests everywhere. */
const REQUIREMENTS = fileURLToPath(new URL('./requirements.txt', import.meta.url))
const CONFIG = fileURLToPath(new URL('./schemathesis.toml', import.meta.url))
const SEED = '20261123'

process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  const needed = await installed().catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error)
    process.stderr.write(
      `\n*** NOT RUN: the server was not tried against its OpenAPI document: ${reason}\n\n`,
    )
    return undefined
  })
  if (!needed) return 0
  const { python, postgres } = needed
  try {
    const model = { reply: () => 'Net sales were $ 9,876 million [1].' }
    const log = createLog('error', destination(process.stderr.fd))
    const hosted = await startHosted(postgres.url, {}, model, log)
    try {
      const { owner } = await hosted.addTenant('conformance')
      const { documentId, answerId } = await fill(owner)
      const member = await addMember(hosted, owner)
      const environment = {
        DOCUCHAT_AUTHORIZATION: owner.headers.authorization,
        DOCUCHAT_TENANT: owner.tenantId,
        DOCUCHAT_MEMBER: member.userId,
        DOCUCHAT_DOCUMENT: documentId,
        DOCUCHAT_ANSWER: answerId,
      }
      return await schemathesis(python, [`${hosted.url}/openapi.json`, ...args], environment)
    } finally {
      await hosted.close()
    }
  } finally {
    await postgres.stop()
  }
}

interface Needed {
  readonly python: string
  readonly postgres: PostgresServer
}

async function installed(): Promise<Needed> {
  const python = await installPython('schemathesis', REQUIREMENTS)
  await findRedis()
  const given = process.env.DATABASE_URL
  const postgres = given ? { url: given, stop: async () => {} } : await startPostgres(await installPostgres())
  return { python, postgres }
}

/** The ids of a document, so that answers have something in them, and of an answer. */
async function fill(owner: Caller): Promise<{ readonly documentId: string; readonly answerId: string }> {
  const { id: documentId } = await owner.addReady('Annual report.pdf', await annualReportPdf())
  await (await owner.request('POST', '/answers', { question: 'What were net sales?' })).text()
  const [chat] = (await owner.json('GET', '/chats')) as Chat[]
  const { messages } = (await owner.json('GET', `/chats/${chat?.id}`)) as { messages: Message[] }
  return { documentId, answerId: messages.at(-1)?.id ?? '' }
}

async function addMember(hosted: Hosted, owner: Caller): Promise<Caller> {
  const email = 'member@example.com'
  await owner.json('POST', '/invitations', { email, role: 'member' })
  return hosted.signIn(owner.tenantId, email)
}

/** The exit status of schemathesis. */
async function schemathesis(
  python: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  // Where it keeps what failed last; nothing here is to be kept.
  const folder = await mkdtemp(join(tmpdir(), 'docuchat-conformance-'))
  const child = spawn(
    python,
    [
      ...['-m', 'schemathesis.cli', '--config-file', CONFIG, 'run'],
      ...(args.includes('--seed') ? [] : ['--seed', SEED]),
      ...args,
    ],
    {
      ...{ cwd: folder, stdio: 'inherit' },
      env: { ...process.env, ...environment },
    },
  )
  const [status] = await once(child, 'exit')
  await rm(folder, { recursive: true, force: true })
  return typeof status === 'number' ? status : 1
}
