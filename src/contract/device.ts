/** What only a device has: several workspaces, files of its own, secrets, backups. The hosted server does not mount it. */
import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { addedDocumentSchema } from './documents.ts'
import { downloadProgressSchema, embeddingModelNameSchema, embeddingModelSchema } from './embedding-models.ts'
import { syncedWorkspaceContract } from './synced-workspace.ts'
import { idSchema } from './values.ts'
import { workspaceSchema } from './workspaces.ts'

/** `openai` goes to OpenAI (or OPENAI_BASE_URL) only, `endpoint` to the compatible address of the settings only. */
export const secretNameSchema = z.enum(['openai', 'endpoint'])
export type SecretName = z.infer<typeof secretNameSchema>

export const secretStatusSchema = z.object({
  name: secretNameSchema,
  /** Where the key is kept: `memory` forgets it when DocuChat quits, `environment` cannot be changed here. */
  kept: z.enum(['keychain', 'memory', 'environment', 'none']),
  /** Its last four characters, so that its owner knows which it is. */
  ending: z.string().max(4).nullable(),
})
export type SecretStatus = Readonly<z.infer<typeof secretStatusSchema>>

export const storageSchema = z.object({
  /** Of all workspaces. */
  dataDirectory: z.string(),
  documents: z.int(),
  pages: z.int(),
  fileBytes: z.int(),
  databaseBytes: z.int(),
  /** ISO 8601 days of the rolling backups, the newest first. */
  backups: z.array(z.string()),
})
export type Storage = Readonly<z.infer<typeof storageSchema>>

/** Names and figures only, so that it can be pasted into a report: never a secret, a path within documents, or their text. */
export const diagnosticsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
export type Diagnostics = z.infer<typeof diagnosticsSchema>

export const deviceContract = {
  workspaces: {
    list: oc.output(z.array(workspaceSchema)),
    create: oc.input(z.object({ name: z.string().trim().min(1).max(100) })).output(workspaceSchema),
    rename: oc
      .input(z.object({ id: idSchema, name: z.string().trim().min(1).max(100) }))
      .output(workspaceSchema),
    /** Closes the open workspace and opens this one for every window. */
    open: oc.input(z.object({ id: idSchema })).output(workspaceSchema),
  },
  files: {
    /** Adds a file that the shell has granted: the window holds the grant, never the path. */
    add: oc
      .input(z.object({ grant: z.string(), folderId: idSchema.nullish(), password: z.string().optional() }))
      .output(addedDocumentSchema),
    /** Adds the sample report that DocuChat comes with. */
    addSample: oc.output(addedDocumentSchema),
  },
  secrets: {
    list: oc.output(z.array(secretStatusSchema)),
    /** Null forgets it. */
    set: oc
      .input(z.object({ name: secretNameSchema, value: z.string().trim().min(1).max(500).nullable() }))
      .output(secretStatusSchema),
  },
  embeddingModels: {
    /** Those offered, the recommended first, then those that were imported. */
    list: oc.output(z.array(embeddingModelSchema)),
    /**
     * Downloads it, or follows the download that is under way. Leaving the stream stops the download unless another follows it; what
     * has arrived is kept for the next time.
     */
    download: oc
      .input(z.object({ name: embeddingModelNameSchema }))
      .output(eventIterator(downloadProgressSchema)),
    /** From a folder that the shell has granted. */
    import: oc.input(z.object({ grant: z.string() })).output(embeddingModelSchema),
    /** Throws `embedding_model_in_use` while a workspace searches with it. */
    remove: oc.input(z.object({ name: embeddingModelNameSchema })),
  },
  ...syncedWorkspaceContract,
  storage: oc.output(storageSchema),
  diagnostics: oc.output(diagnosticsSchema),
}
