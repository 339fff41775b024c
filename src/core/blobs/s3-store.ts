/** Keeps the PDFs of a tenant in a bucket of an S3-compatible store. */
import { createReadStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { v7 as uuidv7 } from 'uuid'
import { AppError } from '../../contract/index.ts'
import type { BlobStore } from './blob-store.ts'
import { spool } from './spool.ts'

export interface Bucket {
  readonly client: S3Client
  readonly name: string
  /** For files on their way; it is made when missing. */
  readonly incoming: string
}

/**
 * A blob store of the objects `prefix/aa/sha256.pdf`. What is put goes through a file first: an object's key is its hash, which is known
 * only at the end, and an object cannot be renamed. So no object is ever there in part, none is left over from what was too large or
 * broken off, and what is there already is not sent again. Every method throws `service_unavailable` where the store cannot be reached.
 */
export function openS3Store({ client, name, incoming }: Bucket, prefix: string): BlobStore {
  const objectOf = (sha256: string) => ({
    Bucket: name,
    Key: `${prefix}/${sha256.slice(0, 2)}/${sha256}.pdf`,
  })
  const temporary = async () => {
    await mkdir(incoming, { recursive: true, mode: 0o700 })
    return join(incoming, uuidv7())
  }

  async function has(sha256: string): Promise<boolean> {
    try {
      await client.send(new HeadObjectCommand(objectOf(sha256)))
      return true
    } catch (error) {
      if (isMissing(error)) return false
      throw unreachable(error)
    }
  }

  const open: BlobStore['open'] = async (sha256, range) => {
    const Range = range && `bytes=${range.start}-${range.end}`
    try {
      const { Body, ContentLength, ContentRange } = await client.send(
        new GetObjectCommand({ ...objectOf(sha256), Range }),
      )
      if (!(Body instanceof Readable)) throw new TypeError('An object came without a body.')
      // Of a part, the whole's size follows the slash: bytes 0-99/1234.
      return { bytes: Number(ContentRange?.split('/')[1] ?? ContentLength), stream: Body }
    } catch (error) {
      throw isMissing(error) ? new AppError('not_found', { kind: 'blob', id: sha256 }) : unreachable(error)
    }
  }

  return {
    has,
    open,
    async put(content, maxBytes) {
      const path = await temporary()
      try {
        const blob = await spool(path, content, maxBytes)
        if (blob.stored && !(await has(blob.sha256))) {
          const Body = createReadStream(path)
          // In parts where it is large; they are taken back when one fails.
          await new Upload({
            client,
            params: { ...objectOf(blob.sha256), Body, ContentType: 'application/pdf' },
          })
            .done()
            .catch(throwUnreachable)
        }
        return blob
      } finally {
        await rm(path, { force: true })
      }
    },
    async localFile(sha256) {
      const { bytes, stream } = await open(sha256)
      const path = await temporary()
      const release = () => rm(path, { force: true })
      const blob = await spool(path, stream, bytes)
      if (blob.sha256 === sha256) return { path, release }
      await release()
      throw new AppError('file_damaged', { name: sha256 })
    },
    async remove(sha256) {
      await client.send(new DeleteObjectCommand(objectOf(sha256))).catch(throwUnreachable)
    },
  }
}

/** A missing bucket is none of these: that is a mistake of whoever runs the server. */
const isMissing = (error: unknown) =>
  error instanceof S3ServiceException && (error.name === 'NoSuchKey' || error.name === 'NotFound')

const unreachable = (cause: unknown) =>
  new AppError('service_unavailable', { service: 'file storage' }, { cause })

function throwUnreachable(cause: unknown): never {
  throw unreachable(cause)
}
