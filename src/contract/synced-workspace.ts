/** A workspace of this device that is a copy of an organisation's on a hosted server: joining, how far it is, what was refused. */
import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { codeAttemptSchema, codeRequestSchema, codeSentSchema, ownDeviceSchema } from './auth.ts'
import { errorInfoSchema } from './errors.ts'
import { mutationNameSchema } from './mutations.ts'
import { ownTenantSchema } from './tenants.ts'
import { idSchema, roleSchema } from './values.ts'
import { endedWorkspaceSchema, workspaceSchema } from './workspaces.ts'

/**
 * `offline` tries again by itself; `signed_out` waits for {@link syncedWorkspaceContract.servers.join}; `update_needed` for another
 * version of DocuChat or of the server; `ended` is what is left to see where the membership was, before the copy is gone.
 */
export const syncStateSchema = z.enum([
  'synced',
  'syncing',
  'offline',
  'paused',
  'signed_out',
  'update_needed',
  'ended',
])
export type SyncState = z.infer<typeof syncStateSchema>

const progressSchema = z.object({ done: z.int().min(0), total: z.int().min(0) })

export const syncSettingsSchema = z.object({
  paused: z.boolean(),
  /** Whether every file is to be on this computer, and not only those that were opened. */
  keepsFiles: z.boolean(),
  /** For files, either way; null is no limit. */
  bytesPerSecond: z.int().min(10_000).nullable(),
})
export type SyncSettings = Readonly<z.infer<typeof syncSettingsSchema>>

export const syncStatusSchema = syncSettingsSchema.extend({
  state: syncStateSchema,
  /** What its user is in the organisation, as far as is known here. */
  role: roleSchema,
  /** Changes made here that the server has not acknowledged. */
  waiting: z.int().min(0),
  /** Changes that the server refused, until their user has seen why. */
  rejected: z.int().min(0),
  /** Files on their way to the server; null when none is. */
  sending: progressSchema.nullable(),
  /** Documents on their way from the server; null when none is. */
  receiving: progressSchema.nullable(),
  /** Documents whose file is only on the server. */
  remoteFiles: z.int().min(0),
  offlineSince: z.iso.datetime().nullable(),
  /** When both sides last had the same. */
  syncedAt: z.iso.datetime().nullable(),
  /** What keeps it from going on. */
  error: errorInfoSchema.nullable(),
})
export type SyncStatus = Readonly<z.infer<typeof syncStatusSchema>>

/** A change made here, named by what it was done to. */
const changeHereSchema = z.object({
  mutationId: z.int(),
  name: mutationNameSchema,
  /** Names of the documents, folders or chats it is about, as far as they are known; a new name for a rename. */
  subjects: z.array(z.string()),
  at: z.iso.datetime(),
})
export const syncActivitySchema = z.object({
  /** In the order in which they are sent; at most a hundred. */
  waiting: z.array(changeHereSchema),
  rejected: z.array(
    changeHereSchema.extend({
      error: errorInfoSchema,
      /** What is there of what it was about, by the names that the server has for it. */
      present: z.array(z.string()),
    }),
  ),
  /** Exchanges in which anything was sent or received, the latest first. */
  runs: z.array(
    z.object({
      id: idSchema,
      startedAt: z.iso.datetime(),
      endedAt: z.iso.datetime(),
      sent: z.int(),
      received: z.int(),
      documents: z.int(),
      error: errorInfoSchema.nullable(),
    }),
  ),
})
export type SyncActivity = Readonly<z.infer<typeof syncActivitySchema>>

/** Of the server, without a path; https, but for this very computer. */
export const serverUrlSchema = z
  .url({ protocol: /^https?$/ })
  .transform((url) => new URL(url).origin)
  .refine((url) => url.startsWith('https:') || isLoopback(new URL(url).hostname), {
    error: 'a server elsewhere needs https',
  })

const isLoopback = (hostname: string) =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)

const atServer = z.object({ url: serverUrlSchema, tenant: z.string().min(1).max(100) })

export const syncedWorkspaceContract = {
  servers: {
    /** `tenant` is the organisation's short name or id. */
    requestCode: oc.input(atServer.extend(codeRequestSchema.shape)).output(codeSentSchema),
    /** Signs in, and says which organisations there are; the ticket holds for ten minutes, in memory. */
    verifyCode: oc
      .input(atServer.extend(codeAttemptSchema.shape))
      .output(z.object({ ticket: z.string(), tenants: z.array(ownTenantSchema) })),
    /** Makes a workspace of the organisation and opens it; where there is one already, it is signed in again and opened. */
    join: oc.input(z.object({ ticket: z.string(), tenantId: idSchema })).output(workspaceSchema),
    /**
     * Ends the sign-in and the sync. The copy is deleted, or becomes a workspace of this computer alone: then the files that are only on
     * the server are brought first, and where some cannot be, `files_not_brought` is thrown and nothing is left, unless
     * `evenWithoutFiles`. Ending the call before leaves nothing either.
     */
    leave: oc.input(
      z.object({
        workspaceId: idSchema,
        keepsCopy: z.boolean(),
        evenWithoutFiles: z.boolean().default(false),
      }),
    ),
    /** The user's computers that the server knows of, which has to be reached for it. Throws `not_signed_in`, `server_unreachable`. */
    devices: oc.input(z.object({ workspaceId: idSchema })).output(z.array(ownDeviceSchema)),
    /** Ends the sign-in of one of them; it keeps what it has. */
    signOutDevice: oc.input(z.object({ workspaceId: idSchema, id: idSchema })),
    /** Copies that went because their user is no member any more, until that was seen. */
    ended: oc.output(z.array(endedWorkspaceSchema)),
    dismissEnded: oc.input(z.object({ workspaceId: idSchema })),
    /**
     * Copies documents of the open workspace, with their text and vectors, into the organisation's; returns how many were new there, and
     * how many were passed over since their file is not on this computer.
     */
    copyDocuments: oc
      .input(z.object({ documentIds: z.array(idSchema).min(1).max(10_000), workspaceId: idSchema }))
      .output(z.object({ added: z.int(), passedOver: z.int() })),
    /** Copies all of the open workspace, folders and the user's chats too, into the organisation's; the open one stays as it is. */
    promote: oc
      .input(z.object({ workspaceId: idSchema }))
      .output(z.object({ documents: z.int(), passedOver: z.int(), chats: z.int() })),
  },
  sync: {
    /** Now and at every change, of the workspace that is open; null, and nothing more, where it is not synced. */
    status: oc.output(eventIterator(syncStatusSchema.nullable())),
    /** Does not wait for the end. */
    now: oc,
    configure: oc.input(syncSettingsSchema.partial()),
    /** What the system says of the network: without one, or where it costs money, nothing is sent by itself. */
    network: oc.input(z.object({ online: z.boolean(), metered: z.boolean() })),
    activity: oc.output(syncActivitySchema),
    /** Their user has seen why they were refused. */
    dismiss: oc.input(z.object({ mutationIds: z.array(z.int()).min(1).max(10_000) })),
    /** Brings the file of a document from the server. Throws `file_missing` where it is not there either, `server_unreachable`. */
    fetchFile: oc.input(z.object({ id: idSchema })),
    /** Ids of the documents whose file is only on the server. */
    remoteFiles: oc.output(z.array(idSchema)),
  },
}
