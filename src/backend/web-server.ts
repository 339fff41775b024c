/** Local web mode as a program: prints an address, serves the window and closes in good order. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runAs } from '../core/priority.ts'
import type { Backend } from './backend.ts'
import { openWebServer, type WebServer } from './web/server.ts'

export interface WebMode {
  /** Undefined for the usual one, or any other where that is taken. */
  readonly port: number | undefined
  /** Undefined for the platform's own place. */
  readonly data: string | undefined
  /** Told the address once it can be opened. */
  readonly announce: (address: string) => void
}

/** Always the same, so that the browser finds again what it keeps for this address, such as the widths of panes. */
const USUAL_PORT = 4_190

/** Runs until the process is told to end. */
export async function runWebMode({ announce, data, port }: WebMode): Promise<void> {
  runAs('backend')
  const windowFolder = fileURLToPath(new URL('../../out/renderer', import.meta.url))
  const server = await listen(port, windowFolder)
  announce(server.newAddress())
  const backend = await startBackend(server, data)
  process.on('unhandledRejection', (error) => backend.onError(error))
  onEnter(() => console.log(server.newAddress()))
  endInGoodOrder(async () => {
    await server.close()
    await backend.close()
  })
}

async function listen(port: number | undefined, windowFolder: string): Promise<WebServer> {
  try {
    return await openWebServer({ port: port ?? USUAL_PORT, windowFolder })
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    if (port !== undefined || !isTaken) throw error
    return openWebServer({ port: 0, windowFolder })
  }
}

/** Loads the core only now: reading it in takes longer than opening the port, and the browser starts meanwhile. */
async function startBackend(server: WebServer, data: string | undefined): Promise<Backend> {
  const [{ openBackend }, { dataDirectory }] = await Promise.all([
    import('./backend.ts'),
    import('../core/device/index.ts'),
  ])
  const backend = openBackend({ dataDirectory: dataDirectory(data), version: version(), shell: 'web' })
  server.start(backend)
  return backend
}

function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

function onEnter(act: () => void): void {
  // In the background the terminal refuses to be read, which is no reason to stop.
  process.on('SIGTTIN', () => {})
  process.stdin.on('error', () => {})
  process.stdin.on('data', act)
  process.stdin.unref?.()
}

/** The first signal ends in good order, a second one at once. */
function endInGoodOrder(close: () => Promise<void>): void {
  let isEnding = false
  const end = () => {
    if (isEnding) process.exit(130)
    isEnding = true
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGINT', end).on('SIGTERM', end)
}
