/** Every example of the OpenAPI document is what its schema says. */
import { expect, it } from 'vitest'
import { z } from 'zod'
import { createOpenApi } from './openapi.ts'

interface Described {
  readonly where: string
  readonly schema: object
  readonly example: unknown
}

const document = await createOpenApi('1.0.0')
const described: Described[] = []
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const
for (const [path, item] of Object.entries(document.paths ?? {}))
  for (const method of METHODS) {
    const operation = item?.[method]
    for (const parameter of operation?.parameters ?? [])
      if ('schema' in parameter && parameter.schema)
        described.push({
          where: `${method} ${path} ${parameter.name}`,
          schema: parameter.schema,
          example: parameter.example,
        })
    const bodies = [
      ['request', operation?.requestBody] as const,
      ...Object.entries(operation?.responses ?? {}),
    ]
    for (const [name, body] of bodies) {
      const media = body && 'content' in body ? body.content?.['application/json'] : undefined
      if (media?.schema)
        described.push({ where: `${method} ${path} ${name}`, schema: media.schema, example: media.example })
    }
  }

it('there are many', () => {
  expect(described.length).toBeGreaterThan(100)
})

it.each(described)('$where', ({ schema, example }) => {
  const whole = { ...schema, components: document.components } as Parameters<typeof z.fromJSONSchema>[0]
  expect(example).toBeDefined()
  expect(z.fromJSONSchema(rooted(whole)).safeParse(example).error?.issues ?? []).toEqual([])
})

/** With references to the document as references to definitions within the schema, which zod reads. */
function rooted<T>(schema: T): T {
  const text = JSON.stringify({ ...schema, components: undefined, $defs: document.components?.schemas })
  return JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/'))
}
