/** Keeps the user's keys and sign-ins encrypted by the system's keychain; where there is none, nothing is written. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { safeStorage } from 'electron'
import { z } from 'zod'
import { type StoredSecrets, storedSecretNameSchema } from '../contract/stored-secret.ts'

const fileSchema = z.record(storedSecretNameSchema, z.base64())
type SecretFile = z.infer<typeof fileSchema>

export interface Secrets {
  /** Those that can be decrypted. */
  all(): StoredSecrets
  /** Null forgets it. False where there is no keychain: the file then holds nothing of it. */
  store(name: string, value: string | null): boolean
}

export function openSecrets(path: string): Secrets {
  return {
    all() {
      if (!hasKeychain()) return {}
      return Object.fromEntries(
        Object.entries(read(path)).flatMap(([name, encrypted]) => {
          const value = decrypt(encrypted)
          return value === undefined ? [] : [[name, value]]
        }),
      )
    },
    store(name, value) {
      const { [name]: _replaced, ...others } = read(path)
      const kept = value !== null && hasKeychain()
      write(path, kept ? { ...others, [name]: safeStorage.encryptString(value).toString('base64') } : others)
      return kept
    },
  }
}

/** On Linux without a keyring, safeStorage would encrypt with a key that every program knows: that is plain text. */
function hasKeychain(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false
  return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'
}

/** A key of another user's keychain, or of one that was reset, is as good as none. */
function decrypt(encrypted: string): string | undefined {
  try {
    return safeStorage.decryptString(Buffer.from(encrypted, 'base64'))
  } catch {
    return undefined
  }
}

function read(path: string): SecretFile {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return {}
  }
}

function write(path: string, secrets: SecretFile): void {
  writeFileSync(`${path}.new`, JSON.stringify(secrets), { mode: 0o600 })
  renameSync(`${path}.new`, path)
}
