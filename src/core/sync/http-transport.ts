/** On a client: the way to the hosted server, over HTTP. */
import { arrayBuffer } from 'node:stream/consumers'
import type { z } from 'zod'
import { AppError, blobStateSchema, MAX_BLOB_PART_BYTES, syncResponseSchema } from '../../contract/index.ts'
import type { BlobStore } from '../blobs/index.ts'
import type { SyncTransport } from './client.ts'
import type { Download } from './fetch-file.ts'
import type { DerivedSource } from './fetch-texts.ts'
import { refusalOf } from './refusal.ts'

export interface HttpTransportConfig {
  /** Of the server, without a path. */
  readonly url: string
  readonly tenantId: string
  /** Read at each request; null where nobody is signed in. */
  readonly token: () => string | null
  readonly blobs: Pick<BlobStore, 'open'>
  /** Called after each part of a file. */
  readonly throttle?: (bytes: number, signal: AbortSignal) => Promise<void>
}

export interface HttpTransport extends SyncTransport {
  readonly derived: DerivedSource
  download(documentId: string): Download
}

/** Throws the server's own errors; `server_unreachable` where it does not answer, or something else does. */
export function createHttpTransport({
  blobs,
  tenantId,
  throttle = async () => {},
  token,
  url,
}: HttpTransportConfig): HttpTransport {
  /** The response, when it is a good one. */
  async function request(
    signal: AbortSignal,
    path: string,
    { range, type = 'application/json', ...init }: RequestParts,
  ): Promise<Response> {
    const bearer = token()
    if (bearer === null) throw new AppError('not_signed_in')
    const response = await fetch(new URL(`/v1${path}`, url), {
      ...{ ...init, signal, redirect: 'error' },
      headers: {
        ...{ authorization: `Bearer ${bearer}`, 'x-tenant-id': tenantId },
        ...(init.body !== undefined && { 'content-type': type }),
        ...(range !== undefined && { range }),
      },
    }).catch(lost(signal))
    if (!response.ok) throw refusalOf(await response.json().catch(lost(signal)))
    return response
  }

  async function ask<T>(
    schema: z.ZodType<T>,
    signal: AbortSignal,
    path: string,
    init: RequestParts,
  ): Promise<T> {
    const response = await request(signal, path, init)
    const parsed = schema.safeParse(await response.json().catch(lost(signal)))
    // A server of another version says so itself; this is somebody else's answer.
    if (!parsed.success) throw new AppError('server_unreachable', {}, { cause: parsed.error })
    return parsed.data
  }

  const blobState = (sha256: string, signal: AbortSignal) =>
    ask(blobStateSchema, signal, `/sync/blobs/${sha256}`, { method: 'GET' })

  return {
    exchange: (request, signal) =>
      ask(syncResponseSchema, signal, '/sync', { method: 'POST', body: JSON.stringify(request) }),

    async derived(documentId, space, signal) {
      const query = new URLSearchParams(space === null ? {} : { space })
      const path = `/sync/documents/${documentId}/derived?${query}`
      const response = await request(signal, path, { method: 'GET' })
      const text = await response.text().catch(lost(signal))
      return text.split('\n').filter((line) => line !== '')
    },

    download:
      (documentId) =>
      async ({ end, start }, signal) => {
        const range = `bytes=${start}-${end}`
        const response = await request(signal, `/files/${documentId}/content`, { method: 'GET', range })
        return new Uint8Array(await response.arrayBuffer().catch(lost(signal)))
      },

    async sendBlob(sha256, signal) {
      let { isComplete, received } = await blobState(sha256, signal)
      while (!isComplete) {
        const { bytes, stream } = await blobs.open(sha256, {
          start: received,
          end: received + MAX_BLOB_PART_BYTES - 1,
        })
        const part = new Uint8Array(await arrayBuffer(stream))
        const query = new URLSearchParams({ start: String(received), total: String(bytes) })
        ;({ isComplete, received } = await ask(blobStateSchema, signal, `/sync/blobs/${sha256}?${query}`, {
          ...{ method: 'PUT', body: part, type: 'application/octet-stream' },
        }))
        await throttle(part.byteLength, signal)
      }
    },
  }
}

interface RequestParts {
  readonly method: string
  readonly body?: string | Uint8Array<ArrayBuffer>
  /** Of the body; JSON unless given. */
  readonly type?: string
  readonly range?: string
}

const lost =
  (signal: AbortSignal) =>
  (cause: unknown): never => {
    throw new AppError(signal.aborted ? 'cancelled' : 'server_unreachable', {}, { cause })
  }
