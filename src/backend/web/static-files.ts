/** Serves the built window: exactly the files that were there when the server started, so that no path can lead elsewhere. */
import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { extname, join, relative, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
}

export interface StaticFiles {
  /** Whether there is a file of that name; if so, it is the answer. */
  serve(pathname: string, response: ServerResponse): Promise<boolean>
}

export async function openStaticFiles(folder: string): Promise<StaticFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const files = new Map(paths.map((path) => [`/${relative(folder, path).split(sep).join('/')}`, path]))
  const index = files.get('/index.html')
  if (index !== undefined) files.set('/', index)
  return {
    async serve(pathname, response) {
      const path = files.get(pathname)
      if (path === undefined) return false
      response.writeHead(200, {
        'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
        'cache-control': isHashed(pathname) ? 'public, max-age=31536000, immutable' : 'no-cache',
      })
      await pipeline(createReadStream(path), response)
      return true
    },
  }
}

/** Vite puts the hash of the content into the names in assets/, so what has such a name never changes. */
const isHashed = (pathname: string) => /^\/assets\/.*-[\w-]{8}\.\w+$/.test(pathname)
