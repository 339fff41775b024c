/** Run after npm install: prepares the data directory that fresh workspaces are copied from. */
import { buildTemplate } from '../src/core/database/template.ts'

await buildTemplate()
