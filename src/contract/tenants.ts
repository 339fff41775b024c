/** An organisation on a hosted server: its tenant, its people and who is invited. */
import { z } from 'zod'
import { idSchema, languageSchema, roleSchema, textSchema } from './values.ts'

// RFC 5322, §3.2.3: a dot-atom.
const LOCAL_PART = "[\\w!#$%&'*+/=?^`{|}~-]+(?:\\.[\\w!#$%&'*+/=?^`{|}~-]+)*"
// RFC 1123, §2.1: labels of letters, digits and hyphens; at least two, since an address on a bare host is nobody's.
const DOMAIN = '(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]'

/**
 * An address as it is stored and compared: trimmed, NFC, lower case, its domain in ASCII. Lower case for the part before the @ as well,
 * which no provider of note tells apart by case.
 */
export const emailSchema = z
  .email({ pattern: /^[^@]+@[^@]+$/ })
  .max(254)
  .trim()
  .normalize()
  .toLowerCase()
  .transform((email) => email.replace(/[^@]*$/, asciiDomain))
  .pipe(z.email({ pattern: new RegExp(`^${LOCAL_PART}@${DOMAIN}$`) }).max(254))

/** The part of an address after the @, in the same form. */
export const emailDomainSchema = z
  .stringFormat('hostname', /^[^@]+$/)
  .max(253)
  .trim()
  .normalize()
  .toLowerCase()
  .transform(asciiDomain)
  .pipe(
    z.string().regex(new RegExp(`^(?=.{4,253}$)${DOMAIN}$`), {
      error: 'not a domain such as example.org',
    }),
  )
  .describe('A domain such as example.org; its subdomains are domains of their own.')

/** Told apart from an id, since `X-Tenant-ID` takes either. */
export const slugSchema = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{1,61}[a-z0-9])$/, { error: '3 to 63 of a-z, 0-9 and -, no - at the ends' })
  .refine((slug) => !idSchema.safeParse(slug).success, { error: 'an id is not a slug' })
  .describe('3 to 63 lower-case letters, digits and hyphens; unique on the server.')

const nameSchema = textSchema(200)

export const tenantSchema = z.object({
  id: idSchema,
  slug: z.string(),
  name: nameSchema,
  allowedModels: z
    .array(textSchema(200))
    .max(100)
    .nullable()
    .describe('The chat models that may be asked; null for the server’s list. `extractive` always may.'),
  allowedDomains: z
    .array(emailDomainSchema)
    .max(100)
    .describe('Who signs in with an address at one of these becomes a member.'),
  defaultLanguage: languageSchema,
})
export type Tenant = Readonly<z.infer<typeof tenantSchema>>
/** A change of what it names; the rest stays. */
export const tenantChangeSchema = tenantSchema.omit({ id: true, slug: true }).partial()
export type TenantChange = z.infer<typeof tenantChangeSchema>

export const newTenantSchema = z.object({ slug: slugSchema, name: nameSchema, ownerEmail: emailSchema })
export type NewTenant = Readonly<z.infer<typeof newTenantSchema>>

/** A tenant as one of its people meets it. */
export const ownTenantSchema = tenantSchema
  .pick({ id: true, slug: true, name: true, defaultLanguage: true })
  .extend({ role: roleSchema.describe('The role of whoever asks.') })
export type OwnTenant = Readonly<z.infer<typeof ownTenantSchema>>

export const memberSchema = z.object({
  userId: idSchema,
  name: z.string(),
  email: z.string().nullable(),
  role: roleSchema,
  since: z.iso.datetime(),
})
export type Member = Readonly<z.infer<typeof memberSchema>>

/** Who is signed in, and where. */
export const meSchema = z.object({
  userId: idSchema,
  name: z.string(),
  email: z.string().nullable(),
  tenant: ownTenantSchema,
})
export type Me = Readonly<z.infer<typeof meSchema>>
export const renameInputSchema = z.object({ name: nameSchema })

export const invitationSchema = z.object({
  id: idSchema,
  email: z.string(),
  role: roleSchema,
  invitedBy: idSchema.describe('The user who invited.'),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().describe('From then on it lets nobody in; inviting again renews it.'),
})
export type Invitation = Readonly<z.infer<typeof invitationSchema>>
export const newInvitationSchema = z.object({
  email: emailSchema.describe('Stored in lower case, its domain in ASCII.'),
  role: roleSchema,
})
export type NewInvitation = Readonly<z.infer<typeof newInvitationSchema>>

/** Left as it is where it is no domain at all, for the check after it to refuse. */
function asciiDomain(domain: string): string {
  // A URL would read a port or a path off what follows.
  if (!/^[\p{L}\p{M}\p{N}.-]+$/u.test(domain)) return domain
  try {
    return new URL(`http://${domain}`).hostname
  } catch {
    return domain
  }
}
