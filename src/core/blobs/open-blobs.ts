/** Opens the store that a URL names, for many tenants, none of whom finds what another keeps. */
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { AppError, idSchema } from '../../contract/index.ts'
import type { BlobStore } from './blob-store.ts'
import { openTenantFolders } from './folder-store.ts'

const bucketSchema = z.object({
  name: z.string().min(3, 'expected s3://bucket/prefix'),
  prefix: z.string(),
  options: z.strictObject({
    region: z.string().min(1).optional(),
    endpoint: z.url({ protocol: /^https?$/ }).optional(),
    forcePathStyle: z.enum(['true', 'false']).optional(),
  }),
})

/**
 * `file:///folder`, or `s3://bucket/prefix?region=…&endpoint=…&forcePathStyle=true`, all after the bucket optional. Keys and what the URL
 * leaves out come from the AWS SDK's own chain: the environment, a profile, the machine's role. `incoming` is a folder for files on their
 * way to and from a bucket. Throws `configuration_invalid`.
 */
export async function openBlobs(url: string, incoming: string): Promise<(tenantId: string) => BlobStore> {
  if (url.startsWith('file:')) return openTenantFolders(folderOf(url))
  const { name, options, prefix } = bucketOf(url)
  // Loaded where it is used alone: it would double the start of the command line.
  const [{ S3Client }, { openS3Store }] = await Promise.all([
    import('@aws-sdk/client-s3'),
    import('./s3-store.ts'),
  ])
  const { forcePathStyle, ...location } = options
  const client = new S3Client({
    ...location,
    forcePathStyle: forcePathStyle === 'true',
    // Several compatible stores refuse the checksums that only Amazon's asks for; a blob is checked by its own hash.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  const bucket = { client, name, incoming }
  return (tenantId) => openS3Store(bucket, `${prefix}${idSchema.parse(tenantId)}`)
}

function folderOf(url: string): string {
  try {
    return fileURLToPath(url)
  } catch {
    throw invalid('expected file:///folder')
  }
}

function bucketOf(url: string): z.output<typeof bucketSchema> {
  const { hostname, pathname, searchParams } = new URL(url)
  const parsed = bucketSchema.safeParse({
    name: hostname,
    prefix: pathname.replace(/^\/+|\/+$/g, '').replace(/.$/, '$&/'),
    options: Object.fromEntries(searchParams),
  })
  if (parsed.success) return parsed.data
  throw invalid(parsed.error.issues.map(({ path, message }) => [path.at(-1), message].join(': ')).join('; '))
}

const invalid = (problem: string) =>
  new AppError('configuration_invalid', { problems: `BLOB_URL: ${problem}` })
