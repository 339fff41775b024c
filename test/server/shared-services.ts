/** What all processes of a hosted server share: a database on a real Postgres, a Redis, a mail server, and a scripted model. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEmptyPostgres } from '../services/empty-postgres.ts'
import { startRedis } from '../services/redis.ts'
import { type OpenAIServerOptions, startOpenAIServer } from '../stand-ins/openai-server.ts'
import { startMailServer, type TestMailServer } from '../stand-ins/smtp-server.ts'

export interface SharedServices {
  /** What a process of the server needs to use them. */
  readonly environment: Readonly<Record<string, string>>
  readonly mail: TestMailServer
  close(): Promise<void>
}

/** The database is a new one at `postgresUrl`. */
export async function openSharedServices(
  postgresUrl: string,
  model: OpenAIServerOptions = {},
): Promise<SharedServices> {
  const directory = await mkdtemp(join(tmpdir(), 'docuchat-hosted-'))
  const [postgres, redis, mail, openai] = await Promise.all([
    createEmptyPostgres(postgresUrl),
    startRedis(),
    startMailServer(),
    startOpenAIServer({ models: ['stand-in'], ...model }),
  ])
  const environment = {
    ...{
      PORT: '0',
      DATA_DIR: directory,
      DATABASE_URL: postgres.url,
      REDIS_URL: redis.url,
      SMTP_URL: mail.url,
    },
    BLOB_URL: `file://${join(directory, 'blobs')}`,
    SIGNING_KEYS: `test:${'k'.repeat(40)}`,
    ...{ OPENAI_BASE_URL: openai.baseURL, OPENAI_API_KEY: 'sk-test', CHAT_MODELS: 'stand-in' },
    ...{ CHAT_MODEL: 'stand-in', REQUESTS_PER_MINUTE: '100000', REQUESTS_PER_MINUTE_AND_IP: '100000' },
  }
  return {
    ...{ environment, mail },
    async close() {
      await Promise.all([redis.stop(), mail.close(), openai.close()])
      await postgres.drop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
