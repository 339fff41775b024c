#!/usr/bin/env node
// Starts the command line under the Node 24 that npm installed with the project, whatever `node` the shell found: better-sqlite3 13
// crashes on older majors, and the sources are TypeScript that Node 24 runs as they are.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'

const executable = process.platform === 'win32' ? 'node.exe' : 'node'
const bundled = fileURLToPath(new URL(`../node_modules/node/bin/${executable}`, import.meta.url))

if (Number(process.versions.node.split('.')[0]) >= 24) {
  // A server stays and has the memory: what follows is for commands that end.
  const ends = process.argv[2] !== 'serve'
  // Rows pass through here as short-lived text; young space of 16 MB a part let the process grow to 1.1 GB, with 8 it stays at 0.9.
  if (ends) setFlagsFromString('--max-semi-space-size=8')
  // Optimizing a single function of PGlite's executor takes V8 600 MB and 0.6 s, soon after every start. Without it a short command
  // takes two thirds of the time and a third of the memory; long scans take up to twice as long. Each of the two flags alone changes
  // nothing.
  if (ends) {
    setFlagsFromString('--no-wasm-tier-up')
    setFlagsFromString('--no-wasm-dynamic-tiering')
  }
  module.enableCompileCache()
  // The channel to a process that only started this one (below) closes when that is killed, and who killed it meant this one.
  process.on('disconnect', () => process.exit(1))
  process.channel?.unref()
  await import('./quick-resolve.js')
  await import('../src/cli/main.ts')
} else if (existsSync(bundled)) {
  const child = spawn(bundled, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  // The terminal sends Ctrl-C to both; this process only waits for what the other makes of it.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  child.on('exit', (code, signal) => {
    if (signal) process.kill(process.pid, signal)
    else process.exit(code ?? 1)
  })
} else {
  console.error(`docuchat needs Node 24; this is ${process.version}. Run "npm install" in the project once.`)
  process.exitCode = 1
}
