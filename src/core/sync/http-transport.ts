/** On a client: the way to the hosted server, over HTTP. */
import { arrayBuffer } from 'node:stream/consumers'
import { z } from 'zod'
import {
  AppError,
  blobStateSchema,
  errorInfoSchema,
  MAX_BLOB_PART_BYTES,
  syncResponseSchema,
} from '../../contract/index.ts'
import type { BlobStore } from '../blobs/index.ts'
import type { SyncTransport } from './client.ts'

export interface HttpTransportConfig {
  /** Of the server, without a path. */
  readonly url: string
  readonly tenantId: string
  /** Read at each request; null where nobody is signed in. */
  readonly token: () => string | null
  readonly blobs: Pick<BlobStore, 'open'>
}

/** Throws the server's own errors; `server_unreachable` where it does not answer, or something else does. */
export function createHttpTransport({ blobs, tenantId, token, url }: HttpTransportConfig): SyncTransport {
  async function ask<T>(
    schema: z.ZodType<T>,
    signal: AbortSignal,
    path: string,
    init: {
      readonly method: string
      readonly body?: string | Uint8Array<ArrayBuffer>
      readonly type?: string
    },
  ): Promise<T> {
    const bearer = token()
    if (bearer === null) throw new AppError('not_signed_in')
    const { type = 'application/json', ...rest } = init
    const response = await fetch(new URL(`/v1/sync${path}`, url), {
      ...{ ...rest, signal, redirect: 'error' },
      headers: {
        ...{ authorization: `Bearer ${bearer}`, 'x-tenant-id': tenantId },
        ...(init.body !== undefined && { 'content-type': type }),
      },
    }).catch((cause: unknown) => {
      throw new AppError(signal.aborted ? 'cancelled' : 'server_unreachable', {}, { cause })
    })
    const answer: unknown = await response.json().catch((cause: unknown) => {
      throw new AppError(signal.aborted ? 'cancelled' : 'server_unreachable', {}, { cause })
    })
    if (!response.ok) throw refusalOf(answer)
    const parsed = schema.safeParse(answer)
    // A server of another version says so itself; this is somebody else's answer.
    if (!parsed.success) throw new AppError('server_unreachable', {}, { cause: parsed.error })
    return parsed.data
  }

  const blobState = (sha256: string, signal: AbortSignal) =>
    ask(blobStateSchema, signal, `/blobs/${sha256}`, { method: 'GET' })

  return {
    exchange: (request, signal) =>
      ask(syncResponseSchema, signal, '', { method: 'POST', body: JSON.stringify(request) }),

    async sendBlob(sha256, signal) {
      let { isComplete, received } = await blobState(sha256, signal)
      while (!isComplete) {
        const { bytes, stream } = await blobs.open(sha256, {
          start: received,
          end: received + MAX_BLOB_PART_BYTES - 1,
        })
        const part = new Uint8Array(await arrayBuffer(stream))
        const query = new URLSearchParams({ start: String(received), total: String(bytes) })
        ;({ isComplete, received } = await ask(blobStateSchema, signal, `/blobs/${sha256}?${query}`, {
          ...{ method: 'PUT', body: part, type: 'application/octet-stream' },
        }))
      }
    },
  }
}

/** The hosted server sends errors as problems (RFC 9457), whose sentence is their `detail`. */
const problemSchema = z
  .looseObject({ detail: z.string() })
  .transform(({ detail, ...rest }) => ({ ...rest, message: detail }))
  .pipe(errorInfoSchema)

function refusalOf(answer: unknown): AppError {
  const { data } = problemSchema.safeParse(answer)
  return data ? new AppError(data.code, data.details) : new AppError('server_unreachable')
}
