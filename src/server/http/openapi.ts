/** The OpenAPI document, generated from the contract. */
import { OpenAPIGenerator } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { z } from 'zod'
import {
  addedDocumentSchema,
  authContract,
  chatSchema,
  documentSchema,
  type ErrorCode,
  errorTable,
  folderSchema,
  messageOf,
  messageSchema,
  restContract,
  searchResultSchema,
  uploadContract,
} from '../../contract/index.ts'
import { correctBodies } from './openapi-bodies.ts'
import { addExamples } from './openapi-examples.ts'
import { addLinks } from './openapi-links.ts'
import { PROBLEM_TYPE, problemSchema } from './problem.ts'

export type OpenApiDocument = Awaited<ReturnType<OpenAPIGenerator['generate']>>
type ConverterOptions = NonNullable<ConstructorParameters<typeof ZodToJsonSchemaConverter>[0]>
type ConverterInterceptor = NonNullable<ConverterOptions['interceptors']>[number]
type PathItem = NonNullable<OpenApiDocument['paths']>[string]
type Operation = NonNullable<NonNullable<PathItem>['get']>
type Parameter = NonNullable<Operation['parameters']>[number]
type Responses = NonNullable<Operation['responses']>

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const

/** What any operation that needs a sign-in may answer besides its own. */
const COMMON: readonly ErrorCode[] = [
  ...(['bad_request', 'not_signed_in', 'forbidden', 'not_found'] as const),
  ...(['too_many_requests', 'request_header_too_large', 'internal', 'service_unavailable'] as const),
]

/** Generates the document of version `version`; its paths include /v1. */
export async function createOpenApi(version: string): Promise<OpenApiDocument> {
  const generator = new OpenAPIGenerator({
    schemaConverters: [new ZodToJsonSchemaConverter({ interceptors: [withLength] })],
  })
  const document = await generator.generate(
    { ...restContract, auth: authContract, upload: uploadContract },
    {
      info: {
        ...{ title: 'DocuChat', version },
        description:
          'Question PDFs; every answer points at the passage on the page. Sign in with a code that comes by e-mail, then send the token as `Authorization: Bearer …` and your organisation as `X-Tenant-ID`. Answers can also be followed over a WebSocket at `/ws/chat`.',
        license: { name: 'MIT' },
      },
      commonSchemas: {
        File: { schema: documentSchema, strategy: 'output' },
        AddedFile: { schema: addedDocumentSchema, strategy: 'output' },
        Folder: { schema: folderSchema, strategy: 'output' },
        Chat: { schema: chatSchema, strategy: 'output' },
        Message: { schema: messageSchema, strategy: 'output' },
        SearchResult: { schema: searchResultSchema, strategy: 'output' },
      },
    },
  )
  return completed(document)
}

/** Adds what oRPC cannot know: the prefix, how callers prove themselves, and the problems that any operation may answer. */
function completed(document: OpenApiDocument): OpenApiDocument {
  const paths: NonNullable<OpenApiDocument['paths']> = {}
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    const isOpen = path.startsWith('/auth/') && path.endsWith('-code')
    for (const method of METHODS) {
      const operation = item?.[method]
      if (!operation) continue
      correctBodies(operation)
      operation.security = isOpen ? [] : [{ bearer: [] }]
      operation.parameters = [
        ...(operation.parameters ?? []).map(plain),
        { $ref: '#/components/parameters/Tenant' },
      ]
      operation.responses = { ...operation.responses, ...problemResponses(method) }
    }
    paths[`/v1${path}`] = item
  }
  const all = { ...paths, ...contentPath }
  addLinks(all)
  addExamples(all, document.components?.schemas ?? {})
  return {
    ...document,
    paths: all,
    components: {
      ...document.components,
      schemas: { ...document.components?.schemas, Problem: z.toJSONSchema(problemSchema) as never },
      parameters: {
        Tenant: {
          ...{
            name: 'X-Tenant-ID',
            in: 'header',
            required: true,
            schema: { type: 'string' },
            example: 'acme',
          },
          description: 'The organisation, by id or short name',
        },
      },
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  }
}

/** A tuple with its length, which oRPC leaves out; ours have items of one kind. */
const withLength: ConverterInterceptor = ({ next }) => {
  const [required, { prefixItems, ...schema }] = next()
  if (!Array.isArray(prefixItems)) return [required, schema]
  const { length } = prefixItems
  return [required, { ...schema, items: prefixItems[0], minItems: length, maxItems: length }]
}

/** What oRPC says of every query parameter holds for none of ours: that it may be empty, and that `&` may stand in it as it is. */
function plain(parameter: Parameter): Parameter {
  if ('$ref' in parameter) return parameter
  const { allowEmptyValue, allowReserved, ...rest } = parameter
  return rest
}

/** `more` is what this operation answers besides what others do. */
function problemResponses(method: string, more: readonly ErrorCode[] = []): Responses {
  const codes: ErrorCode[] = [...COMMON, ...more]
  if (method !== 'get') codes.push('conflict', 'request_too_large', 'unsupported_media_type')
  const byStatus = Map.groupBy(codes, (code) => errorTable[code].status)
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      String(status),
      {
        description: codes.map((code) => messageOf(code, {}, 'en')).join(' '),
        content: {
          [PROBLEM_TYPE]: {
            schema: { $ref: '#/components/schemas/Problem' },
            examples: Object.fromEntries(codes.map((code) => [code, { value: exampleOf(code) }])),
          },
        },
      },
    ]),
  )
}

function exampleOf(code: ErrorCode) {
  return {
    ...{
      type: `urn:docuchat:error:${code}`,
      title: code.replaceAll('_', ' '),
      status: errorTable[code].status,
    },
    ...{ detail: messageOf(code, {}, 'en'), code, details: {}, requestId: 'req-1' },
  }
}

/** Bytes, of which a reader may ask for a part: no operation of the contract. */
const contentPath: NonNullable<OpenApiDocument['paths']> = {
  '/v1/files/{id}/content': {
    get: {
      ...{
        operationId: 'files.content',
        tags: ['Files'],
        summary: 'The PDF itself, or a range of its bytes',
      },
      security: [{ bearer: [] }],
      parameters: [
        { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
        { name: 'Range', in: 'header', required: false, schema: { type: 'string' }, example: 'bytes=0-1023' },
        { $ref: '#/components/parameters/Tenant' },
      ],
      responses: {
        '200': { description: 'All of it', content: { 'application/pdf': {} } },
        '206': { description: 'The range', content: { 'application/pdf': {} } },
        '416': { description: 'The range lies outside of the file' },
        ...problemResponses('get', ['file_missing']),
      },
    },
  },
}
