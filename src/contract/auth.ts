/** Signing in to the hosted server: a code by e-mail, then a token. */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { emailSchema } from './tenants.ts'
import { idSchema, languageSchema, roleSchema, textSchema } from './values.ts'

const tags = ['Sign-in']
const email = emailSchema.describe('In any case').meta({ examples: ['ada@example.com'] })

/** How long a code holds, as the original system promises. */
export const CODE_SECONDS = 600
/** A mail takes a moment to arrive, and a second code voids the first. */
export const CODE_COOLDOWN_SECONDS = 60

export const codeRequestSchema = z.object({ email, language: languageSchema.optional() })
export const codeSentSchema = z.object({ expiresInSeconds: z.int() })
export const codeAttemptSchema = z.object({
  email,
  code: z
    .string()
    .regex(/^\d{6}$/)
    .describe('The six digits of the mail')
    .meta({ examples: ['123456'] }),
})
export const tenantSwitchSchema = z.object({
  tenant: z.string().min(1).max(100).describe('Id or short name'),
})
export const signedInSchema = z.object({
  token: z.string().describe('To be sent as `Authorization: Bearer …`'),
  expiresAt: z.iso.datetime(),
  tenantId: idSchema,
  userId: idSchema,
  role: roleSchema,
})
export type SignedIn = z.infer<typeof signedInSchema>

/** What a computer that syncs says of itself. */
export const deviceFactsSchema = z.object({
  name: textSchema(100).meta({ examples: ['ada-laptop'] }),
  /** Whether it keeps every file, and not only those that were opened. */
  keepsFiles: z.boolean(),
})
export type DeviceFacts = Readonly<z.infer<typeof deviceFactsSchema>>

export const ownDeviceSchema = deviceFactsSchema.extend({
  id: idSchema,
  /** When it last asked for changes, which it does every five minutes at the latest. */
  seenAt: z.iso.datetime(),
  /** Whether it is the one that asks. */
  isThis: z.boolean(),
})
export type OwnDevice = Readonly<z.infer<typeof ownDeviceSchema>>

export const authContract = {
  requestCode: oc
    .route({
      ...{ method: 'POST', path: '/auth/request-code', tags, successStatus: 202 },
      summary: 'Have a code sent',
      description:
        'The answer is the same whether the address may sign in or not. A code holds for 10 minutes.',
    })
    .input(codeRequestSchema)
    .output(codeSentSchema),
  verifyCode: oc
    .route({ method: 'POST', path: '/auth/verify-code', tags, summary: 'Sign in with a code' })
    .input(codeAttemptSchema)
    .output(signedInSchema),
  signOut: oc
    .route({ method: 'POST', path: '/auth/sign-out', tags, successStatus: 200, summary: 'End this sign-in' })
    .output(z.object({ signedOut: z.literal(true) })),
  devices: oc
    .route({
      ...{
        method: 'GET',
        path: '/auth/devices',
        tags,
        summary: 'Your computers that sync this organisation',
      },
      description: 'Those whose sign-in holds, the last heard of first.',
    })
    .output(z.array(ownDeviceSchema)),
  signOutDevice: oc
    .route({
      ...{ method: 'POST', path: '/auth/devices/{id}/sign-out', tags, successStatus: 200 },
      summary: 'End the sign-in of one of your computers',
      description:
        'What it has stays readable there, and what is changed there waits until it signs in again.',
    })
    .input(z.object({ id: idSchema }))
    .output(z.object({ signedOut: z.literal(true) })),
  switchTenant: oc
    .route({
      ...{ method: 'POST', path: '/auth/switch-tenant', tags },
      summary: 'A token for another organisation that the caller belongs to',
    })
    .input(tenantSwitchSchema)
    .output(signedInSchema),
}
