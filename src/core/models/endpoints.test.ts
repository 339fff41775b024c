/** An endpoint is local where nothing that is sent there leaves this computer. */
import { expect, it } from 'vitest'
import { endpointOf, isLocal } from './endpoints.ts'

it.each([
  ...['http://localhost:11434/v1', 'https://LOCALHOST/v1', 'http://ollama.localhost:8080'],
  ...['http://127.0.0.1:11434/v1', 'http://127.9.8.7', 'http://127.1/v1', 'http://[::1]:1234/v1'],
])('takes %s for local', (url) => expect(isLocal(url)).toBe(true))

it.each([
  ...['https://api.openai.com/v1', 'http://192.168.1.20:11434/v1', 'http://10.0.0.5', 'http://[fe80::1]/v1'],
  ...['http://localhost.example.com/v1', 'http://127.0.0.1.example.com', 'http://notlocalhost'],
])('takes %s for remote', (url) => expect(isLocal(url)).toBe(false))

it('says so of each endpoint that there is', () => {
  const environment = { openaiKey: 'k', openaiBaseURL: undefined, endpointKey: undefined }
  expect(endpointOf('http://127.0.0.1:1/v1', environment)).toMatchObject({ isLocal: true })
  expect(endpointOf(null, environment)).toMatchObject({ isLocal: false })
})
