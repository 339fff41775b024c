/** Keeps the passwords of protected PDFs until a worker has read them: never in the database, and never for long. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** Of documents, by their id. */
export interface Passwords {
  get(documentId: string): Promise<string | undefined>
  set(documentId: string, password: string): Promise<void>
  delete(documentId: string): Promise<void>
}

/** In memory, for a process that works on its own documents. */
export function createPasswords(): Passwords {
  const kept = new Map<string, string>()
  return {
    get: async (id) => kept.get(id),
    set: async (id, password) => void kept.set(id, password),
    delete: async (id) => void kept.delete(id),
  }
}

/** What {@link createSharedPasswords} needs of a key-value store that every process reaches. */
export interface SharedValues {
  get(key: string): Promise<string | null | undefined>
  set(key: string, value: string, ttlSeconds: number): Promise<unknown>
  delete(key: string): Promise<unknown>
}

const TTL_SECONDS = 3_600
/** Of AES-256-GCM: NIST SP 800-38D, §8.2. */
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** For workers elsewhere: encrypted with a key derived from `secret`, bound to the document, and gone after an hour. */
export function createSharedPasswords(values: SharedValues, secret: string): Passwords {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'docuchat document passwords', 32))
  const keyOf = (documentId: string) => `password:${documentId}`
  return {
    async get(documentId) {
      const sealed = await values.get(keyOf(documentId))
      return sealed ? open(key, documentId, sealed) : undefined
    },
    async set(documentId, password) {
      await values.set(keyOf(documentId), seal(key, documentId, password), TTL_SECONDS)
    },
    delete: async (documentId) => void (await values.delete(keyOf(documentId))),
  }
}

function seal(key: Buffer, documentId: string, password: string): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(documentId))
  const text = Buffer.concat([cipher.update(password, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64')
}

/** Undefined for what was not sealed with this key for this document. */
function open(key: Buffer, documentId: string, sealed: string): string | undefined {
  try {
    const bytes = Buffer.from(sealed, 'base64')
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    })
      .setAAD(Buffer.from(documentId))
      .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
    return Buffer.concat([
      decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)),
      decipher.final(),
    ]).toString()
  } catch {
    return undefined
  }
}
