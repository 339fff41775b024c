import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { createLog } from './log.ts'

function logged(fields: object): unknown {
  const lines = new PassThrough()
  createLog('info', lines).info(fields, 'done')
  return JSON.parse(String(lines.read()))
}

it('says of an error what it is, why and where, and not what it carries', () => {
  const cause = Object.assign(new Error('it is there already'), {
    code: '23505',
    detail: 'Key (email)=(a@b.com)',
  })
  const err = Object.assign(new TypeError('it was refused', { cause }), {
    code: 'EENVELOPE',
    rejected: ['a@b.com'],
  })
  expect(logged({ err })).toMatchObject({
    level: 'info',
    msg: 'done',
    err: {
      ...{ type: 'TypeError', errorCode: 'EENVELOPE', message: 'it was refused', stack: err.stack },
      cause: { type: 'Error', errorCode: '23505', message: 'it is there already' },
    },
  })
  expect(JSON.stringify(logged({ err }))).not.toContain('a@b.com')
})

it('removes secrets, however they are nested', () => {
  const line = JSON.stringify(
    logged({ token: 'hidden', body: { code: 'hidden', headers: { cookie: 'hidden' } } }),
  )
  expect(line).not.toContain('hidden')
  expect(line).toContain('[removed]')
})
