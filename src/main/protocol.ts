/** Serves app://docuchat/: the window's own files and the documents, read only. */
import { readFile } from 'node:fs/promises'
import { protocol } from 'electron'
import { idSchema } from '../contract/values.ts'
import { SECURITY_HEADERS } from './content-security-policy.ts'
import { documentContent } from './document-content.ts'
import { APP_SCHEME, isOwnUrl } from './origin.ts'
import { staticFile } from './static-file.ts'

const DOCUMENT = /^\/documents\/([^/]+)\/content$/

/** Before the app is ready: makes app: a proper origin, with storage, fetch and streams, and no way around the policy. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ])
}

export interface AppFiles {
  /** The built renderer. */
  readonly folder: string
  /** Where the PDF of a document is; throws where there is none. */
  documentPath(id: string): Promise<string>
}

export function serveApp(files: AppFiles): void {
  protocol.handle(APP_SCHEME, (request) => answer(files, request))
}

/** The answer to one request; everything that is not plainly asked for is refused. */
export async function answer(files: AppFiles, request: Request): Promise<Response> {
  if (!isOwnUrl(request.url)) return refused(404)
  if (request.method !== 'GET' && request.method !== 'HEAD') return refused(405)
  const { pathname } = new URL(request.url)
  const document = DOCUMENT.exec(pathname)
  if (document) {
    const id = idSchema.safeParse(document[1])
    if (!id.success) return refused(404)
    const path = await files.documentPath(id.data).catch(() => undefined)
    return path === undefined ? refused(404) : documentContent(path, request)
  }
  const file = staticFile(files.folder, pathname)
  const bytes = file && (await readFile(file.path).catch(() => undefined))
  if (!file || !bytes) return refused(404)
  return new Response(bytes, { headers: { ...SECURITY_HEADERS, 'content-type': file.type } })
}

const refused = (status: number) => new Response(null, { status, headers: SECURITY_HEADERS })
