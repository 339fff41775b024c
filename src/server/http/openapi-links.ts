/** Where a client goes on with what a response holds, as links of the OpenAPI document. */
import type { OpenAPI } from '@orpc/contract'

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const

/** The id at `id` belongs in each path that begins with `to`. */
const LINKS = [
  { from: '/v1/files', method: 'post', status: '202', id: '/document/id', to: '/v1/files/{id}' },
  { from: '/v1/folders', method: 'post', status: '201', id: '/id', to: '/v1/folders/{id}' },
  { from: '/v1/chats/{id}', method: 'get', status: '200', id: '/messages/1/id', to: '/v1/messages/{id}' },
] as const

/** Changes `paths`. */
export function addLinks(paths: OpenAPI.PathsObject): void {
  for (const { from, method, status, id, to } of LINKS) {
    const response = paths[from]?.[method]?.responses?.[status]
    if (!response || '$ref' in response) throw new Error(`${method} ${from} does not answer ${status}`)
    const parameters = { id: `$response.body#${id}` }
    const links = operationsBelow(paths, to).map((operationId) => [operationId, { operationId, parameters }])
    response.links = Object.fromEntries(links)
  }
}

function operationsBelow(paths: OpenAPI.PathsObject, prefix: string): string[] {
  return Object.entries(paths)
    .filter(([path]) => path.startsWith(prefix))
    .flatMap(([, item]) => METHODS.flatMap((method) => item?.[method]?.operationId ?? []))
}
