/** Run after npm install: prepares the data directory that fresh workspaces are copied from. */
import { buildTemplate } from '../src/core/database/template.ts'

// Without it fresh workspaces take seconds longer, which is no reason for an installation to fail.
await buildTemplate().catch((error: unknown) =>
  console.warn('No template for fresh workspaces was made:', error),
)
