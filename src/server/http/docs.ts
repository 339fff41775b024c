/** The API's description: the OpenAPI document, and the two pages that show it. */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import type { OpenApiDocument } from './openapi.ts'

const require = createRequire(import.meta.url)
const swaggerFolder = dirname(require.resolve('swagger-ui-dist/package.json'))
const redocFolder = join(dirname(require.resolve('redoc/package.json')), 'bundles')

export async function addDocs(app: FastifyInstance, document: OpenApiDocument): Promise<void> {
  const json = JSON.stringify(document)
  app.get('/openapi.json', (_, reply) => reply.type('application/json').send(json))

  await app.register(fastifyStatic, {
    root: [swaggerFolder, redocFolder],
    prefix: '/docs/assets/',
    // Only the scripts and styles, not the packages’ own pages.
    allowedPath: (path) => /\.(?:js|css|png)$/.test(path),
    decorateReply: false,
  })
  app.get('/docs', (_, reply) => reply.type('text/html; charset=utf-8').send(swaggerPage))
  app.get('/docs/start.js', (_, reply) => reply.type('text/javascript').send(startSwagger))
  app.get('/redoc', (_, reply) => reply.type('text/html; charset=utf-8').send(redocPage))
}

const page = (title: string, head: string, body: string) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title>${head}</head><body>${body}</body></html>`

const swaggerPage = page(
  'DocuChat API',
  '<link rel="stylesheet" href="/docs/assets/swagger-ui.css"><link rel="icon" href="/docs/assets/favicon-32x32.png">',
  '<div id="docs"></div><script src="/docs/assets/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script>',
)
// In a file of its own, since the pages’ policy forbids scripts within them.
const startSwagger =
  "SwaggerUIBundle({ url: '/openapi.json', dom_id: '#docs', deepLinking: true, persistAuthorization: false })"
const redocPage = page(
  'DocuChat API',
  '',
  '<redoc spec-url="/openapi.json"></redoc><script src="/docs/assets/redoc.standalone.js"></script>',
)
