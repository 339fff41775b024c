/** Opens what the configuration names: the database, the store that processes share, keys, mail and files. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { createTokens, type SigningKey, type Tokens } from '../core/auth/index.ts'
import { type BlobStore, openBlobs } from '../core/blobs/index.ts'
import { type Database, openPglite, openPostgres } from '../core/database/index.ts'
import { dataDirectory, removeLeftovers } from '../core/device/index.ts'
import { type KeyValueStore, openRedisStore, openSqliteStore } from '../core/kv/index.ts'
import { logMail, type Mail, openMail } from '../core/mail/index.ts'
import type { ServerConfig } from './config.ts'

export interface ServerParts {
  /** For what the process itself keeps. */
  readonly directory: string
  readonly database: Database
  readonly kv: KeyValueStore
  readonly tokens: Tokens
  /** Keys everything else that is kept secret. */
  readonly secret: string
  readonly mail: Mail
  readonly blobs: (tenantId: string) => BlobStore
  /** Removes files that killed processes left on their way. */
  removeLeftovers(): Promise<void>
  close(): Promise<void>
}

/**
 * Throws `database_unreachable`, or what keeps the folder of an embedded database from opening. `announce` tells whoever runs the server
 * what no log is for, such as sign-in codes where no mail server is set.
 */
export async function openParts(
  config: ServerConfig,
  announce: (line: string) => void,
): Promise<ServerParts> {
  const directory = join(dataDirectory(config.DATA_DIR), 'server')
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const blobUrl = config.BLOB_URL ?? pathToFileURL(join(directory, 'blobs')).href
  const blobs = await openBlobs(blobUrl, join(directory, 'incoming'))
  const database = config.DATABASE_URL
    ? await openPostgres({ url: config.DATABASE_URL, connections: config.DATABASE_CONNECTIONS })
    : await openPglite({ directory, command: 'docuchat serve' })
  const kv = config.REDIS_URL ? openRedisStore(config.REDIS_URL) : openSqliteStore(join(directory, 'kv.db'))
  const keys = config.SIGNING_KEYS ?? [ownKey(directory)]
  const mail = config.SMTP_URL
    ? openMail({ smtpUrl: config.SMTP_URL, from: config.MAIL_FROM })
    : logMail(announce)
  return {
    ...{ directory, blobs, database, kv, mail },
    tokens: createTokens(keys, kv),
    secret: keys[0]?.secret ?? '',
    async removeLeftovers() {
      await removeLeftovers(directory, ['uploads/*', 'incoming/*'])
      if (blobUrl.startsWith('file:')) await removeLeftovers(fileURLToPath(blobUrl), ['*/incoming/*'])
    },
    async close() {
      mail.close()
      await kv.close()
      await database.close()
    },
  }
}

/** The key of a server that runs in one process, made once. */
function ownKey(directory: string): SigningKey {
  const path = join(directory, 'signing-key')
  try {
    writeFileSync(path, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  return { kid: 'own', secret: readFileSync(path, 'utf8') }
}
