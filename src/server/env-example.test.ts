/** .env.example names every variable of the configuration and no other; as it is, it changes nothing, and its examples hold. */
import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { expect, it } from 'vitest'
import { environmentSchema, readConfig } from './config.ts'

const file = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8')
const variables = Object.keys(environmentSchema.shape).sort()
const values = parseEnv(file)
const examples = parseEnv(
  file
    .split('\n')
    .filter((line) => line.startsWith('# Example: '))
    .map((line) => line.slice('# Example: '.length))
    .join('\n'),
)

it('has every variable, and no other', () => {
  expect(Object.keys(values).sort()).toEqual(variables)
})

it('has an example for each that is not the default', () => {
  expect(Object.keys(examples).sort()).toEqual(variables)
  for (const [name, example] of Object.entries(examples)) expect(example, name).not.toBe(values[name])
})

it('says as it is what holds without it', () => {
  expect(readConfig(values)).toEqual(readConfig({}))
})

it('has examples that are valid together', () => {
  const config = readConfig(examples)
  expect(config).toMatchObject({ ROLE: 'api', MAIL_FROM: 'DocuChat <docuchat@example.org>' })
})
