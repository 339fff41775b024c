/** Who did what in a tenant, for its admins; never document text or secrets. */
import { z } from 'zod'
import { idSchema } from './values.ts'

export const auditActionSchema = z.enum([
  'tenant_created',
  'tenant_changed',
  'member_joined',
  'member_renamed',
  'member_role_changed',
  'member_removed',
  'invitation_sent',
  'invitation_revoked',
  'quota_set',
  'quota_removed',
  'signed_in',
  'signed_out',
  'document_added',
  'document_removed',
  'document_restored',
  'document_purged',
  'document_retried',
])
export type AuditAction = z.infer<typeof auditActionSchema>

export const auditEventSchema = z.object({
  id: idSchema,
  action: auditActionSchema,
  userId: idSchema.nullable().describe('Who did it; null for the server’s operator.'),
  userName: z.string().nullable().describe('Null for one who is no member any more.'),
  subject: z
    .string()
    .nullable()
    .describe('What it was done to: the id of a user, document, invitation or quota.'),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  createdAt: z.iso.datetime(),
})
export type AuditEvent = Readonly<z.infer<typeof auditEventSchema>>

export const auditQuerySchema = z.object({
  action: auditActionSchema.optional(),
  userId: idSchema.optional().describe('Of this user alone.'),
  cursor: idSchema.optional().describe('The `nextCursor` of the page before; the newest come first.'),
  limit: z.int().min(1).max(200).default(50),
})
export type AuditQuery = z.input<typeof auditQuerySchema>

export const auditPageSchema = z.object({
  events: z.array(auditEventSchema),
  nextCursor: idSchema.nullable().describe('Null on the last page.'),
})
export type AuditPage = Readonly<z.infer<typeof auditPageSchema>>
