/** Documents as their users see them: what was added, how far it is, and why it failed. */
import { z } from 'zod'
import { errorInfoSchema } from './errors.ts'
import { idSchema, textSchema } from './values.ts'

/** 25 MB and 500 pages: the limits of the original system, kept. */
export const MAX_DOCUMENT_BYTES = 25 * 1024 * 1024
export const MAX_DOCUMENT_PAGES = 500

/** `waiting` for the text that a server has of a synced document; `queued` -> `extracting` -> `chunking` -> `embedding` -> `indexing` -> `ready`; `failed` and `cancelled` can be retried. */
export const documentStatusSchema = z.enum([
  'waiting',
  'queued',
  'extracting',
  'chunking',
  'embedding',
  'indexing',
  'ready',
  'failed',
  'cancelled',
])
export type DocumentStatus = z.infer<typeof documentStatusSchema>

/** What the document says it is, recognised from its first pages and its file name. */
export const documentIdentitySchema = z.object({
  title: z.string().nullable(),
  company: z.string().nullable(),
  /** The kind of filing, such as `10-K`, `10-Q`, `8-K`, `earnings release`. */
  form: z.string().nullable(),
  fiscalYear: z.int().nullable(),
  fiscalQuarter: z.int().min(1).max(4).nullable(),
  /** Last day of the period reported on, ISO 8601. */
  periodEnd: z.iso.date().nullable(),
})
export type DocumentIdentity = Readonly<z.infer<typeof documentIdentitySchema>>

/** Lower-case hexadecimal. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/)

export const MAX_TAGS = 20
export const tagSchema = textSchema(50)
export const tagsSchema = z.array(tagSchema).max(MAX_TAGS)

export const documentSchema = z.object({
  id: idSchema,
  /** The file's name with its extension. */
  name: z.string(),
  sha256: sha256Schema,
  bytes: z.int(),
  pageCount: z.int().nullable(),
  /** 1-based pages that hold no text, such as scans; they need OCR. */
  pagesWithoutText: z.array(z.int()),
  status: documentStatusSchema,
  pagesDone: z.int(),
  error: errorInfoSchema.nullable(),
  folderId: idSchema.nullable(),
  tags: z.array(tagSchema),
  identity: documentIdentitySchema,
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type Document = Readonly<z.infer<typeof documentSchema>>

/** A folder of the library; null as a parent is the top. */
export const folderSchema = z.object({
  id: idSchema,
  parentId: idSchema.nullable(),
  name: z.string(),
  createdAt: z.iso.datetime(),
})
export type Folder = Readonly<z.infer<typeof folderSchema>>
export const folderNameSchema = textSchema(200)

/** What went to the bin with a folder, or came back with it. */
export const folderContentsSchema = z.object({ folderIds: z.array(idSchema), documentIds: z.array(idSchema) })

export const addedDocumentSchema = z.object({
  document: documentSchema,
  /** True when the same bytes were here before; the document is then the one that was. One in the bin comes back, and is none. */
  duplicate: z.boolean(),
})
export type AddedDocument = z.infer<typeof addedDocumentSchema>

/** One step of progress; the document is its state after the step. */
export const documentEventSchema = z.object({
  document: documentSchema,
  pagesPerSecond: z.number().nullable(),
})
export type DocumentEvent = z.infer<typeof documentEventSchema>
