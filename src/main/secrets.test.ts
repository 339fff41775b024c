/** Keys lie on the disk encrypted, or not at all. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openSecrets } from './secrets.ts'

const keychain = vi.hoisted(() => ({ available: true, backend: 'gnome_libsecret', key: 1 }))
vi.mock('electron', () => ({
  safeStorage: {
    isEncryptionAvailable: () => keychain.available,
    getSelectedStorageBackend: () => keychain.backend,
    encryptString: (text: string) =>
      Buffer.from([keychain.key, ...Buffer.from(text).map((byte) => byte ^ 0xff)]),
    decryptString: (bytes: Buffer) => {
      if (bytes[0] !== keychain.key) throw new Error('another key')
      return Buffer.from(bytes.subarray(1).map((byte) => byte ^ 0xff)).toString()
    },
  },
}))

let directory: string
let path: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'docuchat-secrets-'))
  path = join(directory, 'secrets.json')
  Object.assign(keychain, { available: true, backend: 'gnome_libsecret', key: 1 })
})
afterEach(() => rmSync(directory, { recursive: true }))

it('keeps a key for the next start, for its owner only and never as it is', () => {
  expect(openSecrets(path).store('openai', 'sk-very-secret')).toBe(true)
  expect(openSecrets(path).all()).toEqual({ openai: 'sk-very-secret' })
  expect(readFileSync(path, 'utf8')).not.toContain('secret')
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
})

it('forgets a key', () => {
  const secrets = openSecrets(path)
  secrets.store('openai', 'one')
  secrets.store('endpoint', 'two')
  secrets.store('openai', null)
  expect(secrets.all()).toEqual({ endpoint: 'two' })
})

it('writes nothing without a keychain, and takes the key of before away', () => {
  const secrets = openSecrets(path)
  secrets.store('openai', 'old')
  keychain.available = false
  expect(secrets.store('openai', 'new')).toBe(false)
  expect(secrets.all()).toEqual({})
  keychain.available = true
  expect(secrets.all()).toEqual({})
})

it.runIf(process.platform === 'linux')('takes a keychain with a known key for none', () => {
  keychain.backend = 'basic_text'
  expect(openSecrets(path).store('openai', 'plain')).toBe(false)
  expect(readFileSync(path, 'utf8')).toBe('{}')
})

it('leaves out what another keychain encrypted', () => {
  openSecrets(path).store('openai', 'one')
  keychain.key = 2
  expect(openSecrets(path).all()).toEqual({})
})
