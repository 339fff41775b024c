/** Puts the backend together: the device, its open workspace and the router that windows reach, whatever shell they run in. */
import { join } from 'node:path'
import { AppError, idSchema } from '../contract/index.ts'
import { openBlobFolder } from '../core/blobs/index.ts'
import { logError, REMOVED, removeLeftovers } from '../core/device/index.ts'
import { createOnnxModels, type OnnxModels } from '../core/models/index.ts'
import { createServe, type Serve } from './connection.ts'
import { createGrants, type Grants } from './device/grants.ts'
import { createMemberships } from './device/memberships.ts'
import { createSecrets, type SecretsConfig } from './device/secrets.ts'
import { createWorkspaces, type Workspaces } from './device/workspaces.ts'

/** Uploads, imported models, and backups being written or read. */
const HALF_DONE = [
  'uploads/*',
  'restoring/*',
  'workspaces/*/saving-*',
  'workspaces/*/partial/*',
  `workspaces/*${REMOVED}`,
  'models/.incoming/import-*',
]

export interface BackendConfig {
  readonly dataDirectory: string
  readonly version: string
  readonly shell: 'desktop' | 'web'
  readonly secrets?: SecretsConfig
}

export interface Backend {
  readonly dataDirectory: string
  readonly version: string
  /** Serves the router to one window. */
  readonly serve: Serve
  readonly workspaces: Workspaces
  readonly grants: Grants
  readonly onnx: OnnxModels
  /** Where the file of a document lies; throws `not_found`. */
  documentFile(id: string): Promise<{ readonly path: string; readonly name: string }>
  readonly onError: (error: unknown, reference?: string) => void
  close(): Promise<void>
}

/** Starts opening the workspace at once. Never throws: what keeps it from opening is the answer to every call. */
export function openBackend({
  dataDirectory,
  secrets: secretsConfig = {},
  ...config
}: BackendConfig): Backend {
  const onError = (error: unknown, reference?: string) => logError(dataDirectory, error, reference)
  const secrets = createSecrets(secretsConfig)
  const grants = createGrants()
  const onnx = createOnnxModels({
    directory: join(dataDirectory, 'models'),
    hubURL: secrets.environment.hubURL,
  })
  const workspaces = createWorkspaces({
    dataDirectory,
    command: config.shell === 'desktop' ? 'DocuChat' : 'DocuChat in the browser',
    environment: secrets.environment,
    onnx,
    signIns: secrets,
    onError,
  })
  removeLeftovers(dataDirectory, HALF_DONE).catch(onError)
  workspaces.removeForgotten().catch(onError)
  const parts = { ...config, dataDirectory, workspaces, secrets, grants, onnx, onError }
  const memberships = createMemberships({ workspaces, secrets, onError })
  workspaces
    .hold()
    .then(
      ({ release }) => release(),
      () => {},
    )
    // Opening comes first.
    .then(() => memberships.start())
  return {
    dataDirectory,
    version: config.version,
    workspaces,
    grants,
    onnx,
    onError,
    serve: createServe(parts),
    documentFile: (id) =>
      workspaces.use(async ({ core, actor, directory }) => {
        if (!idSchema.safeParse(id).success) throw new AppError('not_found', { kind: 'document', id })
        const { name, sha256 } = await core.documents.get(actor, id)
        await core.synced?.fetchFile(id)
        return { path: openBlobFolder(join(directory, 'blobs')).pathOf(sha256), name }
      }),
    async close() {
      memberships.close()
      await workspaces.close()
      await onnx.close()
    },
  }
}
