/** docs/api.md and its Persian sister name what the server offers: all of it, and nothing else. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { chatRequestSchema, chatResponseSchema, errorTable } from '../../contract/index.ts'
import { RESTARTING } from '../chat/socket.ts'
import { NOT_SIGNED_IN } from './enter-socket.ts'
import { createOpenApi } from './openapi.ts'

const { paths = {} } = await createOpenApi('0.0.0')
const operations = Object.entries(paths).flatMap(([path, item]) =>
  Object.keys(item ?? {}).map((method) => `${method.toUpperCase()} ${path}`),
)

describe.each(['docs/api.md', 'docs/fa/api.md'])('%s', (path) => {
  const text = readFileSync(path, 'utf8')
  /** What the pattern's first group finds, each once. */
  const named = (pattern: RegExp) =>
    [...new Set(Array.from(text.matchAll(pattern), ([, found = '']) => found))].sort()

  it('names every operation of the OpenAPI document, and no other', () => {
    expect(named(/`((?:GET|POST|PUT|PATCH|DELETE) \/v1\/[^`]+)`/g)).toEqual([...operations].sort())
  })

  it('names every message of the WebSocket', () => {
    const types = [...chatRequestSchema.options, ...chatResponseSchema.options].map(
      ({ shape }) => shape.type.value,
    )
    const tables = text.split('\n\n').filter((part) => part.startsWith('| `type` |'))
    const described = tables.flatMap((table) =>
      Array.from(table.matchAll(/^\| `(\w+)` \|/gm), ([, type]) => type),
    )
    expect(described.filter((type) => type !== 'type').sort()).toEqual([...new Set(types)].sort())
  })

  it('names the codes with which connections are closed', () => {
    expect(text).toContain(`| ${RESTARTING} |`)
    expect(text).toContain(`| ${NOT_SIGNED_IN} |`)
  })

  it('tells the status of each error that it names', () => {
    const rows = Array.from(
      text.matchAll(/^\| ((?:`\w+`(?:, )?)+) \| (\d{3}) \|/gm),
      ([, codes = '', status]) =>
        Array.from(codes.matchAll(/\w+/g), ([code]) => ({ code, status: Number(status) })),
    ).flat()
    const table: Readonly<Record<string, { readonly status: number }>> = errorTable
    expect(rows.length).toBeGreaterThan(15)
    for (const { code, status } of rows) expect(table[code], code).toMatchObject({ status })
  })
})
