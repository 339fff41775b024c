/** Says of bodies what oRPC cannot: that files come as multipart alone, where there is none, and how an event stream carries JSON. */
import type { OpenAPI } from '@orpc/contract'

const MULTIPART = 'multipart/form-data'
const NO_CONTENT = '204'
const EVENTS = 'text/event-stream'

/** Changes `operation`. */
export function correctBodies(operation: OpenAPI.OperationObject): void {
  const { requestBody, responses } = operation
  if (requestBody && 'content' in requestBody) {
    const multipart = requestBody.content[MULTIPART]
    if (multipart) requestBody.content = { [MULTIPART]: multipart }
  }
  for (const [status, response] of Object.entries(responses ?? {})) {
    if (!('content' in response)) continue
    if (status === NO_CONTENT) delete response.content
    const schema = response.content?.[EVENTS]?.schema
    if (schema && 'oneOf' in schema) for (const event of schema.oneOf ?? []) encloseData(event)
  }
}

/** The data of an event is text that holds JSON (JSON Schema 2020-12, validation, §8.5). */
function encloseData(event: object): void {
  if (!('properties' in event) || typeof event.properties !== 'object' || event.properties === null) return
  if (!('data' in event.properties)) return
  event.properties.data = {
    ...{ type: 'string', contentMediaType: 'application/json' },
    contentSchema: event.properties.data,
  }
}
