/** Finds the file below a folder that a URL's path names, and nothing outside it. */
import { extname, join, sep } from 'node:path'

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
}

/** The path and media type of what `pathname` names in `folder`; undefined where it would leave it or is badly encoded. */
export function staticFile(folder: string, pathname: string): { path: string; type: string } | undefined {
  let decoded: string
  try {
    decoded = decodeURIComponent(pathname)
  } catch {
    return undefined
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return undefined
  const path = join(folder, decoded === '/' ? 'index.html' : decoded)
  if (!path.startsWith(folder + sep)) return undefined
  return { path, type: MEDIA_TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream' }
}
