/** What a `.docuchat` file says of itself: it is a gzipped tar of this manifest, the database's rows and the PDFs, in this order. */
import { z } from 'zod'
import { settingsSchema } from '../../contract/index.ts'

export const manifestSchema = z.object({
  /** Of this file. */
  format: z.literal(1),
  createdAt: z.iso.datetime(),
  /** The DocuChat that wrote it. */
  version: z.string(),
  workspace: z.object({ name: z.string().min(1), tenantId: z.uuid(), userId: z.uuid() }),
  /** Never with secrets: the settings have none. */
  settings: settingsSchema.partial(),
  /** The PDFs, by the SHA-256 of their content. */
  blobs: z.array(z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), bytes: z.int().min(0) })),
})
export type Manifest = z.infer<typeof manifestSchema>

export const MANIFEST = 'manifest.json'
export const DATABASE = 'database.json.gz'
export const blobEntry = (sha256: string): string => `blobs/${sha256}.pdf`
