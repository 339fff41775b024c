/** On a client: the way to the hosted server, over HTTP. */
import type { z } from 'zod'
import { AppError, blobStateSchema, type DeviceFacts, syncResponseSchema } from '../../../contract/index.ts'
import type { BlobStore } from '../../blobs/index.ts'
import type { SyncTransport } from './client.ts'
import type { Download } from './fetch-file.ts'
import type { DerivedSource } from './fetch-texts.ts'
import { refusalOf } from './refusal.ts'
import { sendBlob } from './send-blob.ts'

export interface HttpTransportConfig {
  /** Of the server, without a path. */
  readonly url: string
  readonly tenantId: string
  /** Read at each request; null where nobody is signed in. */
  readonly token: () => string | null
  readonly blobs: Pick<BlobStore, 'open'>
  /** What the computer's user is to know it by among their others. */
  readonly device?: () => DeviceFacts
  /** Called after each part of a file. */
  readonly throttle?: (bytes: number, signal: AbortSignal) => Promise<void>
}

export interface HttpTransport extends SyncTransport {
  readonly derived: DerivedSource
  download(documentId: string): Download
}

/** A megabyte takes a minute on the slowest line that is of any use. */
const PATIENCE_MS = 60_000
const MEGABYTE = 1024 * 1024
/** The text of a long document is some megabytes. */
const TEXT_PATIENCE_MS = 5 * 60_000

/** Throws the server's own errors; `server_unreachable` where it does not answer, or something else does. */
export function createHttpTransport({
  blobs,
  device,
  tenantId,
  throttle = async () => {},
  token,
  url,
}: HttpTransportConfig): HttpTransport {
  /** The response, when it is a good one. */
  async function request(
    signal: AbortSignal,
    path: string,
    { patienceMs = PATIENCE_MS, range, type = 'application/json', ...init }: RequestParts,
  ): Promise<Response> {
    const bearer = token()
    if (bearer === null) throw new AppError('not_signed_in')
    const response = await fetch(new URL(`/v1${path}`, url), {
      ...{ ...init, redirect: 'error' },
      // A connection may stand still without breaking off.
      signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
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

  return {
    exchange(request, signal) {
      const body = JSON.stringify({ ...request, device: device?.() })
      const patienceMs = Math.ceil(PATIENCE_MS * (1 + body.length / MEGABYTE))
      return ask(syncResponseSchema, signal, '/sync', { method: 'POST', body, patienceMs })
    },

    async derived(documentId, space, signal) {
      const query = new URLSearchParams(space === null ? {} : { space })
      const path = `/sync/documents/${documentId}/derived?${query}`
      const response = await request(signal, path, { method: 'GET', patienceMs: TEXT_PATIENCE_MS })
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

    sendBlob: (sha256, signal) =>
      sendBlob(
        {
          blobs,
          onSent: (bytes) => throttle(bytes, signal),
          receiver: {
            state: () => ask(blobStateSchema, signal, `/sync/blobs/${sha256}`, { method: 'GET' }),
            receive(_, { bytes, start, total }) {
              const query = new URLSearchParams({ start: String(start), total: String(total) })
              return ask(blobStateSchema, signal, `/sync/blobs/${sha256}?${query}`, {
                ...{ method: 'PUT', body: bytes, type: 'application/octet-stream' },
              })
            },
          },
        },
        sha256,
      ),
  }
}

interface RequestParts {
  readonly method: string
  readonly body?: string | Uint8Array<ArrayBuffer>
  /** Of the body; JSON unless given. */
  readonly type?: string
  readonly range?: string
  /** Until the end of the answer. */
  readonly patienceMs?: number
}

const lost =
  (signal: AbortSignal) =>
  (cause: unknown): never => {
    throw new AppError(signal.aborted ? 'cancelled' : 'server_unreachable', {}, { cause })
  }
