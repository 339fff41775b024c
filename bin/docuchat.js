#!/usr/bin/env node
// Starts the command line under the Node 24 that npm installed with the project, whatever `node` the shell found:
// better-sqlite3 13 crashes on older majors, and the sources are TypeScript that Node 24 runs as they are.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const bundled = fileURLToPath(
  new URL(`../node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`, import.meta.url),
)
const main = new URL('../src/cli/main.ts', import.meta.url)

if (Number(process.versions.node.split('.')[0]) >= 24) {
  await import(main.href)
} else if (existsSync(bundled)) {
  const { status, signal } = spawnSync(bundled, [fileURLToPath(main), ...process.argv.slice(2)], {
    stdio: 'inherit',
  })
  if (signal) process.kill(process.pid, signal)
  process.exitCode = status ?? 1
} else {
  console.error(`docuchat needs Node 24; this is ${process.version}. Run "npm install" in the project once.`)
  process.exitCode = 1
}
