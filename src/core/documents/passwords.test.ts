/** A shared password is read by those who hold the secret, for its own document, and by nobody else. */
import { expect, it } from 'vitest'
import { createSharedPasswords } from './passwords.ts'

it('hands a password to another process, and shows it to nobody without the secret', async () => {
  const kept = new Map<string, string>()
  const values = {
    get: async (key: string) => kept.get(key),
    set: async (key: string, value: string) => kept.set(key, value),
    delete: async (key: string) => kept.delete(key),
  }
  await createSharedPasswords(values, 'secret').set('a', 'گذرواژه')
  expect([...kept.values()].join()).not.toContain('گذرواژه')
  const worker = createSharedPasswords(values, 'secret')
  expect(await worker.get('a')).toBe('گذرواژه')
  expect(await createSharedPasswords(values, 'another').get('a')).toBeUndefined()
  kept.set('password:b', kept.get('password:a') ?? '')
  expect(await worker.get('b')).toBeUndefined()
  await worker.delete('a')
  expect(await worker.get('a')).toBeUndefined()
})
