/** Names and figures for a report of a fault: nothing in it tells what the documents say, where they lie or what a key is. */
import { cpus, freemem, release, totalmem } from 'node:os'
import { type Diagnostics, type Document, toErrorInfo } from '../../contract/index.ts'
import type { DeviceParts } from './parts.ts'
import type { OpenWorkspace } from './workspaces.ts'

const MEGABYTE = 1024 * 1024

/** Answers on a device whose workspace does not open, too: that is when it is asked for most. */
export async function diagnose({ secrets, shell, version, workspaces }: DeviceParts): Promise<Diagnostics> {
  return {
    version,
    shell,
    node: process.versions.node,
    ...(process.versions.electron !== undefined && { electron: process.versions.electron }),
    system: `${process.platform} ${release()}`,
    architecture: process.arch,
    processors: cpus().length,
    'memory.totalMB': Math.round(totalmem() / MEGABYTE),
    'memory.freeMB': Math.round(freemem() / MEGABYTE),
    'memory.backendMB': Math.round(process.memoryUsage().rss / MEGABYTE),
    uptimeSeconds: Math.round(process.uptime()),
    ...Object.fromEntries(secrets.list().map(({ kept, name }) => [`key.${name}`, kept])),
    ...(await workspaces.use(describe).catch((error: unknown) => ({ workspace: toErrorInfo(error).code }))),
  }
}

async function describe({ core, actor }: OpenWorkspace): Promise<Diagnostics> {
  const documents = await core.documents.list(actor)
  const settings = core.settings.get()
  return {
    workspace: 'open',
    documents: documents.length,
    ...countBy(documents, ({ status }) => `documents.${status}`),
    ...countBy(documents, ({ error }) => (error ? `errors.${error.code}` : undefined)),
    'chat.endpoint': settings['chat.endpoint'] !== null,
    'chat.model': settings['chat.model'] ?? 'none',
    'embedding.model': settings['embedding.model'] ?? 'none',
    language: settings.language,
  }
}

function countBy(documents: readonly Document[], key: (document: Document) => string | undefined) {
  const counts: Record<string, number> = {}
  for (const document of documents) {
    const name = key(document)
    if (name !== undefined) counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}
