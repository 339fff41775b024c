/** The keys to models and the sign-ins to servers: from the environment, from the keychain through main, or held in memory. They are never logged or listed. */
import {
  AppError,
  type SecretName,
  type SecretStatus,
  type StoredSecrets,
  secretNameSchema,
  signInOf,
} from '../../contract/index.ts'
import type { ModelEnvironment } from '../../core/models/index.ts'

export interface Secrets {
  /** Read at each use, so that a key works from when it is set. */
  readonly environment: ModelEnvironment
  list(): SecretStatus[]
  /** Null forgets it; throws `bad_request` for one that the environment sets. */
  set(name: SecretName, value: string | null): Promise<SecretStatus>
  /** The token with which a workspace is signed in to its server; null where nobody is. */
  signIn(workspaceId: string): string | null
  /** Null forgets it. Where there is no keychain it is kept in memory, until DocuChat quits. */
  keepSignIn(workspaceId: string, token: string | null): Promise<void>
}

export interface SecretsConfig {
  /** What the keychain holds. */
  readonly stored?: StoredSecrets
  /** Puts it into the keychain; false where there is none. */
  readonly store?: (name: string, value: string | null) => Promise<boolean>
  readonly environment?: NodeJS.ProcessEnv
  /** As in a {@link ModelEnvironment}. */
  readonly isLocal?: ModelEnvironment['isLocal']
}

const VARIABLES: Readonly<Record<SecretName, string>> = {
  openai: 'OPENAI_API_KEY',
  endpoint: 'DOCUCHAT_API_KEY',
}

export function createSecrets({
  stored = {},
  store = async () => false,
  environment = process.env,
  isLocal,
}: SecretsConfig): Secrets {
  const signIns = new Map(Object.entries(stored))
  const secrets = new Map<SecretName, { readonly value: string; readonly kept: SecretStatus['kept'] }>()
  for (const name of secretNameSchema.options) {
    const given = environment[VARIABLES[name]]
    const kept = stored[name]
    if (given) secrets.set(name, { value: given, kept: 'environment' })
    else if (kept) secrets.set(name, { value: kept, kept: 'keychain' })
  }

  function status(name: SecretName): SecretStatus {
    const secret = secrets.get(name)
    // Of a short one, four characters would be most of it.
    const ending = secret && secret.value.length >= 12 ? secret.value.slice(-4) : null
    return { name, kept: secret?.kept ?? 'none', ending }
  }

  return {
    environment: {
      get openaiKey() {
        return secrets.get('openai')?.value
      },
      get endpointKey() {
        return secrets.get('endpoint')?.value
      },
      openaiBaseURL: environment.OPENAI_BASE_URL,
      hubURL: environment.HF_ENDPOINT,
      ...(isLocal && { isLocal }),
    },
    signIn: (workspaceId) => signIns.get(signInOf(workspaceId)) ?? null,
    async keepSignIn(workspaceId, token) {
      const name = signInOf(workspaceId)
      if (token === null) signIns.delete(name)
      else signIns.set(name, token)
      await store(name, token)
    },
    list: () => secretNameSchema.options.map(status),
    async set(name, value) {
      if (secrets.get(name)?.kept === 'environment') {
        throw new AppError('bad_request', { reason: `${VARIABLES[name]} sets this key in the environment` })
      }
      const isKept = await store(name, value)
      if (value === null) secrets.delete(name)
      else secrets.set(name, { value, kept: isKept ? 'keychain' : 'memory' })
      return status(name)
    },
  }
}
