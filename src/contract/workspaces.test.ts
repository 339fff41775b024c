/** A change of settings names what it changes and nothing else. */
import { expect, it } from 'vitest'
import { settingsChangeSchema, settingsSchema } from './workspaces.ts'

it('adds no defaults to a change, which would reset what it does not name', () => {
  expect(settingsChangeSchema.parse({ theme: 'dark' })).toEqual({ theme: 'dark' })
})

it('can change every setting', () => {
  expect(Object.keys(settingsChangeSchema.shape)).toEqual(Object.keys(settingsSchema.shape))
})
