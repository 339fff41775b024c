/** Small values that several parts of the contract share. */
import { z } from 'zod'

/** Of any version; compared in lower case. */
export const idSchema = z.guid().toLowerCase()
export const languageSchema = z.enum(['en', 'fa'])
export type Language = z.infer<typeof languageSchema>

/**
 * Text as people write it, `maxLength` UTF-16 code units at most: never blank, without white space at its ends. What no Postgres keeps, NUL
 * and halves of surrogate pairs, becomes U+FFFD, as browsers do it.
 */
export const textSchema = (maxLength: number) =>
  z
    .string()
    .min(1)
    .max(maxLength)
    .regex(/\S/, { error: 'must not be blank' })
    .overwrite((text) => text.toWellFormed().replaceAll('\0', '\uFFFD').trim())

/** ISO 8601; Postgres knows no year 0. */
const daySchema = z.iso.date().refine((day) => !day.startsWith('0000'), { error: 'there is no year 0' })

/**
 * A rectangle on a page: PDF points (1/72 inch) at scale 1, origin at the top left of the page as it is shown (its rotation applied).
 * `page` is 1-based.
 */
export const rectSchema = z.object({
  page: z.int().min(1),
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
})
export type Rect = Readonly<z.infer<typeof rectSchema>>

/** A short stretch of text with the words that were searched for. */
export const snippetSchema = z.object({
  text: z.string(),
  /** [start, end) in UTF-16 code units of `text`, ascending, apart from each other. */
  hits: z.array(z.tuple([z.int(), z.int()])),
})
export type Snippet = Readonly<z.infer<typeof snippetSchema>>

/** Which documents a search or a question looks at; empty means all of the workspace. */
export const scopeSchema = z.object({
  documentIds: z.array(idSchema).optional(),
  folderId: idSchema.optional(),
  /** Bounds on the document's date (its period end where known, else when it was added), ISO 8601 days, inclusive. */
  from: daySchema.optional(),
  to: daySchema.optional(),
})
export type Scope = Readonly<z.infer<typeof scopeSchema>>

/** Who is acting: every call into the core takes one. */
export interface Actor {
  readonly tenantId: string
  readonly userId: string
  readonly role: Role
}
/** Each may do all that those after it may; `src/core/roles` says what that is. */
export const roleSchema = z.enum(['owner', 'admin', 'member', 'viewer'])
export type Role = z.infer<typeof roleSchema>
