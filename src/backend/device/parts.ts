/** What the device's part of the router works with. */
import type { OnnxModels } from '../../core/models/index.ts'
import type { Grants } from './grants.ts'
import type { Secrets } from './secrets.ts'
import type { Workspaces } from './workspaces.ts'

export interface DeviceParts {
  readonly dataDirectory: string
  readonly version: string
  readonly shell: 'desktop' | 'web'
  readonly workspaces: Workspaces
  readonly secrets: Secrets
  readonly grants: Grants
  readonly onnx: OnnxModels
  readonly onError: (error: unknown, reference?: string) => void
}
