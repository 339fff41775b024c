#!/usr/bin/env node
// `npm start`: opens DocuChat's window in Electron where that is installed, else the same window in the browser.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'

const executable = process.platform === 'win32' ? 'node.exe' : 'node'
const bundled = fileURLToPath(new URL(`../node_modules/node/bin/${executable}`, import.meta.url))

if (Number(process.versions.node.split('.')[0]) >= 24) {
  // As for the command line (see bin/docuchat.js), and for a process that stays too: with 20 filings open, the first question is
  // answered in 0.16 s instead of 0.30 s, later ones in 60 ms either way, and the process peaks at 0.2 GB instead of 0.8.
  setFlagsFromString('--max-semi-space-size=8')
  setFlagsFromString('--no-wasm-tier-up')
  setFlagsFromString('--no-wasm-dynamic-tiering')
  module.enableCompileCache()
  // The channel to a process that only started this one (below) closes when that is killed, and who killed it meant this one.
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  process.channel?.unref()
  await import('./quick-resolve.js')
  const { start } = await import('./start/start.js')
  await start()
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
  console.error(`DocuChat needs Node 24; this is ${process.version}. Run "npm install" in the project once.`)
  process.exitCode = 1
}
