/** What the keychain of a device keeps: the keys to models, and the sign-in of each copy of an organisation's workspace. */
import { z } from 'zod'

/** A key's own name, or {@link signInOf}. */
export const storedSecretNameSchema = z
  .string()
  .regex(/^(openai|endpoint|sign-in:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/)
/** By name. */
export const storedSecretsSchema = z.record(storedSecretNameSchema, z.string())
export type StoredSecrets = Readonly<Record<string, string>>

/** Under which name the sign-in of a workspace is kept. */
export const signInOf = (workspaceId: string): string => `sign-in:${workspaceId}`
