/** What Electron's main process and the backend process say to each other. Both sides parse what they receive. */
import { z } from 'zod'
import { errorInfoSchema } from './errors.ts'
import { storedSecretNameSchema, storedSecretsSchema } from './stored-secret.ts'
import { idSchema } from './values.ts'

const path = z.string().min(1).max(32_767)

/** What main asks of the backend; {@link BackendResults} are the answers. */
export const backendRequestSchema = z.discriminatedUnion('type', [
  /** Checks that `path` is a regular PDF file by its real path, and lends it to whoever shows the token, once. */
  z.object({ type: z.literal('grant'), path }),
  /** Lends a folder with a search model in the same way. */
  z.object({ type: z.literal('grantFolder'), path }),
  /** Where the file of a document lies, so that main can serve its bytes to the viewer. */
  z.object({ type: z.literal('documentFile'), id: idSchema }),
  z.object({ type: z.literal('saveBackup'), path }),
  z.object({ type: z.literal('restoreBackup'), path }),
  /** Closes the workspace in good order; the process may be ended after the reply. */
  z.object({ type: z.literal('close') }),
])
export type BackendRequest = z.infer<typeof backendRequestSchema>

export const backendResultSchemas = {
  grant: z.object({ token: z.string(), name: z.string(), bytes: z.int() }),
  grantFolder: z.object({ token: z.string(), name: z.string() }),
  documentFile: z.object({ path: z.string(), name: z.string() }),
  saveBackup: z.null(),
  /** The name of the workspace that was made of it, which is then the open one. */
  restoreBackup: z.object({ name: z.string() }),
  close: z.null(),
}
export type BackendResults = {
  readonly [Type in keyof typeof backendResultSchemas]: z.infer<(typeof backendResultSchemas)[Type]>
}

/** What the backend asks of main; null forgets the secret. */
export const mainRequestSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('storeSecret'), name: storedSecretNameSchema, value: z.string().nullable() }),
])
export type MainRequest = z.infer<typeof mainRequestSchema>

export const mainResultSchemas = {
  /** False where this computer has no keychain: the backend then keeps the secret in memory only. */
  storeSecret: z.object({ kept: z.boolean() }),
}

const reply = z.object({ type: z.literal('reply'), id: z.int(), result: z.unknown() })
const failure = z.object({ type: z.literal('failure'), id: z.int(), error: errorInfoSchema })

export const toBackendSchema = z.discriminatedUnion('type', [
  /** The first message, once. */
  z.object({
    type: z.literal('start'),
    /** Null for the platform's own place, or DOCUCHAT_DATA. */
    dataDirectory: z.string().nullable(),
    version: z.string(),
    /** Those that the keychain holds. */
    secrets: storedSecretsSchema,
  }),
  /** Comes with the backend's end of a window's MessagePort as the only transferred port. */
  z.object({ type: z.literal('connect') }),
  z.object({ type: z.literal('request'), id: z.int(), request: backendRequestSchema }),
  reply,
  failure,
])
export type ToBackend = z.infer<typeof toBackendSchema>

export const toMainSchema = z.discriminatedUnion('type', [
  /** Connections and requests are answered from now on; those sent before are kept for it. The workspace may still be opening. */
  z.object({ type: z.literal('ready'), dataDirectory: z.string() }),
  z.object({ type: z.literal('request'), id: z.int(), request: mainRequestSchema }),
  reply,
  failure,
])
export type ToMain = z.infer<typeof toMainSchema>
