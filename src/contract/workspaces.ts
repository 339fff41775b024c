/** Workspaces of this device, and the settings a user may change. */
import { z } from 'zod'
import { idSchema, languageSchema } from './values.ts'

export const workspaceServerSchema = z.object({
  /** Without a path. */
  url: z.url(),
  /** Its short name, which signs in. */
  organisation: z.string(),
  email: z.string(),
})
export type WorkspaceServer = Readonly<z.infer<typeof workspaceServerSchema>>

export const workspaceSchema = z.object({
  id: idSchema,
  name: z.string(),
  tenantId: idSchema,
  /** The hosted server whose organisation this is a copy of; null for a workspace of this device alone. */
  server: workspaceServerSchema.nullable(),
  /** Whether commands without `--workspace` use it. */
  current: z.boolean(),
})
export type Workspace = Readonly<z.infer<typeof workspaceSchema>>

/** A copy that an organisation took off this device: its user is no member any more. */
export const endedWorkspaceSchema = z.object({
  workspaceId: idSchema,
  name: z.string(),
  organisation: z.string(),
  at: z.iso.datetime(),
})
export type EndedWorkspace = Readonly<z.infer<typeof endedWorkspaceSchema>>

/** The `embedding.model` that comes with DocuChat: no key, no network. */
export const BUILTIN_EMBEDDING = 'builtin'
/** Before the name of a model that was downloaded or imported, and runs on this computer. */
export const ONNX_EMBEDDING = 'onnx:'

/** Keys of `docuchat config`; secrets are never among them: they come from the environment or the OS keychain. */
const settingValues = {
  language: languageSchema,
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['compact', 'comfortable']),
  /** Base URL of an OpenAI-compatible endpoint, such as http://127.0.0.1:11434/v1 for Ollama; null for none. */
  'chat.endpoint': z.url().nullable(),
  /** The model asked unless a question names one; null for the extractive answerer. */
  'chat.model': z.string().nullable(),
  /** Models a question may name; `extractive` always may. */
  'chat.allowed': z.array(z.string()),
  'embedding.endpoint': z.url().nullable(),
  /** {@link BUILTIN_EMBEDDING}, {@link ONNX_EMBEDDING} with a name, or an endpoint's model; null searches by keyword alone. */
  'embedding.model': z.string().nullable(),
  'embedding.dimensions': z.int().min(1).max(4_096),
}
export const settingsSchema = z.object({
  language: settingValues.language.default('en'),
  theme: settingValues.theme.default('system'),
  density: settingValues.density.default('compact'),
  'chat.endpoint': settingValues['chat.endpoint'].default(null),
  'chat.model': settingValues['chat.model'].default(null),
  'chat.allowed': settingValues['chat.allowed'].default(['gpt-4o-mini', 'gpt-4o', 'gpt-4.1-mini', 'gpt-4.1']),
  'embedding.endpoint': settingValues['embedding.endpoint'].default(null),
  'embedding.model': settingValues['embedding.model'].default(BUILTIN_EMBEDDING),
  'embedding.dimensions': settingValues['embedding.dimensions'].default(1_536),
})
export type Settings = Readonly<z.infer<typeof settingsSchema>>
export type SettingKey = keyof Settings

/** A change of some settings. It has no defaults, so that those it does not name stay as they are. */
export const settingsChangeSchema = z.object(settingValues).partial()

/** The settings that say what passages and questions are embedded with. */
export const embeddingChoiceSchema = settingsSchema.pick({
  'embedding.endpoint': true,
  'embedding.model': true,
  'embedding.dimensions': true,
})
export type EmbeddingChoice = Readonly<z.infer<typeof embeddingChoiceSchema>>
