/** Gives every request, response and parameter of the OpenAPI document an example, made from its schema. */
import type { OpenAPI } from '@orpc/contract'

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const
const JSON_TYPE = 'application/json'

/** What OpenAPI says of a value; what is not read here is left out. */
interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly examples?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly minItems?: number
  readonly minimum?: number
  readonly format?: string
}

/** By the name of the property, where its schema knows nothing better; all tell of one document and one question. */
const values: Readonly<Record<string, unknown>> = {
  ...{ name: 'Annual report 2025.pdf', documentName: 'Annual report 2025.pdf', title: 'Annual report 2025' },
  ...{ company: 'Acme', form: '10-K', fiscalYear: 2025, fiscalQuarter: 4, periodEnd: '2025-12-31' },
  ...{ sha256: 'f'.repeat(64), bytes: 481_516, pageCount: 112, pagesDone: 112, page: 23, pages: [23, 24] },
  ...{ status: 'ready', pagesWithoutText: [], pagesPerSecond: 84.2, limit: 20 },
  ...{ question: 'Why did revenue grow?', query: 'Why did revenue grow?', subject: 'Ada Lovelace' },
  ...{
    content: 'Prices rose by 4 % and volumes by 5 %. [1]',
    text: 'Revenue grew by 9 %: prices rose, volumes too.',
  },
  ...{ quote: 'Prices rose by 4 % and volumes by 5 %', headingPath: ['Item 7', 'Results of operations'] },
  ...{ hits: [[0, 12]], x: 72, y: 144.5, width: 312, height: 12.4, score: 7.31, n: 1, durationMs: 2_140 },
  ...{
    model: 'gpt-4o-mini',

    allowedModels: ['gpt-4o-mini'],
    host: 'api.openai.com',
  },
  ...{
    promptTokens: 2_310,
    completionTokens: 184,
    embeddingTokens: 0,
    tokens: 100_000,
    used: 2_494,
    reserved: 0,
  },
  ...{ email: 'ada@example.com', userName: 'Ada Lovelace', slug: 'acme', tenant: 'acme', language: 'en' },
  ...{ code: '123456', token: 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImEifQ.eyJzdWIiOiIwMTkifQ.c2lnbmF0dXJl' },
  ...{ allowedDomains: ['example.com'], statusUrl: '/v1/files/0199c2a0-7d4e-7c3a-9b1f-2f6c8f0e5a11/events' },
  ...{
    markdown: '# Why did revenue grow?\n',
    message: 'This PDF is damaged.',
    tags: ['supplier'],
    note: 'Check against the second quarter.',
    attempts: 4,
    expiresInSeconds: 600,
  },
  ...{ from: '2025-01-01', to: '2025-12-31' },
}

/** Of what may be null: where that says more than a value. */
const nulls = new Set(['error', 'next', 'nextCursor', 'parentId', 'folderId', 'rating'])

const byFormat: Readonly<Record<string, string>> = {
  uuid: '0199c2a0-7d4e-7c3a-9b1f-2f6c8f0e5a11',
  'date-time': '2026-03-02T09:30:00.000Z',
  date: '2026-03-02',
  uri: 'http://127.0.0.1:11434/v1',
  email: 'ada@example.com',
}

/** An example of `schema`, which the property `name` has; `resolve` finds what a reference names. */
export function exampleOf(schema: Schema, name: string, resolve: (reference: string) => Schema): unknown {
  if (schema.$ref !== undefined) return exampleOf(resolve(schema.$ref), name, resolve)
  if (schema.examples?.[0] !== undefined) return schema.examples[0]
  if (schema.const !== undefined) return schema.const
  const known = values[name]
  if (schema.enum) return schema.enum.includes(known) ? known : schema.enum[0]
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) {
    const isNullable = choices.some(({ type }) => type === 'null')
    if (isNullable && nulls.has(name)) return null
    const chosen = choices.find(({ type }) => type !== 'null')
    return chosen ? exampleOf(chosen, name, resolve) : null
  }
  if (schema.properties)
    return Object.fromEntries(
      Object.entries(schema.properties).map(([key, value]) => [key, exampleOf(value, key, resolve)]),
    )
  if (schema.type === 'array') {
    if (Array.isArray(known)) return known
    return Array.from({ length: schema.minItems ?? 1 }, () => exampleOf(schema.items ?? {}, name, resolve))
  }
  if (schema.type === 'boolean') return false
  if (schema.type === 'string') return textOf(schema, known)
  if (schema.type === 'integer' || schema.type === 'number')
    return typeof known === 'number' ? known : Math.max(1, schema.minimum ?? 1)
  return {}
}

function textOf({ format }: Schema, known: unknown): string {
  const byOwnFormat = format === undefined ? undefined : byFormat[format]
  // A date of our own is as good as any other.
  if (typeof known === 'string' && (byOwnFormat === undefined || format === 'date')) return known
  return byOwnFormat ?? 'text'
}

/** Adds them to the operations of `paths`, in place; those that are there stay. `schemas` are those that references name. */
export function addExamples(paths: OpenAPI.PathsObject, schemas: Readonly<Record<string, object>>): void {
  const resolve = (reference: string): Schema => schemas[reference.split('/').at(-1) ?? ''] ?? {}
  const complete = (content: Readonly<Record<string, OpenAPI.MediaTypeObject>> | undefined) => {
    const media = content?.[JSON_TYPE]
    if (media?.schema) media.example ??= exampleOf(media.schema as Schema, '', resolve)
  }
  for (const operation of Object.values(paths).flatMap((item) =>
    METHODS.flatMap((method) => item?.[method] ?? []),
  )) {
    for (const parameter of operation.parameters ?? [])
      if ('schema' in parameter)
        parameter.example ??= exampleOf(parameter.schema as Schema, parameter.name, resolve)
    const bodies = [operation.requestBody, ...Object.values(operation.responses ?? {})]
    for (const body of bodies) if (body && 'content' in body) complete(body.content)
  }
}
