/** Workspaces of this device, and the settings a user may change. */
import { z } from 'zod'
import { idSchema, languageSchema } from './values.ts'

export const workspaceSchema = z.object({
  id: idSchema,
  name: z.string(),
  tenantId: idSchema,
  /** Whether commands without `--workspace` use it. */
  current: z.boolean(),
})
export type Workspace = Readonly<z.infer<typeof workspaceSchema>>

/** Keys of `docuchat config`; secrets are never among them: they come from the environment or the OS keychain. */
export const settingsSchema = z.object({
  language: languageSchema.default('en'),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  density: z.enum(['compact', 'comfortable']).default('compact'),
  /** Base URL of an OpenAI-compatible endpoint, such as http://127.0.0.1:11434/v1 for Ollama; null for none. */
  'chat.endpoint': z.url().nullable().default(null),
  /** The model asked unless a question names one; null for the extractive answerer. */
  'chat.model': z.string().nullable().default(null),
  /** Models a question may name; `extractive` always may. */
  'chat.allowed': z.array(z.string()).default(['gpt-4o-mini', 'gpt-4o', 'gpt-4.1-mini', 'gpt-4.1']),
  'embedding.endpoint': z.url().nullable().default(null),
  /** The embedding model of the workspace; null searches by keyword alone. */
  'embedding.model': z.string().nullable().default(null),
  'embedding.dimensions': z.int().min(1).max(4_096).default(1_536),
})
export type Settings = Readonly<z.infer<typeof settingsSchema>>
export type SettingKey = keyof Settings
