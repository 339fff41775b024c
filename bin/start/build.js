// Builds out/ when it is missing or older than what it is built from, as after a checkout or an edit.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
const builder = join(root, 'node_modules/electron-vite/bin/electron-vite.js')
/** The last and the first thing that a build writes. */
const RESULTS = ['out/renderer/index.html', 'out/backend/web-server.js']

export async function buildIfOld() {
  if (!existsSync(builder) || builtAt() >= changedAt()) return
  console.log('Building the window, which takes some seconds …')
  const { status, stdout, stderr } = spawnSync(process.execPath, [builder, 'build'], {
    cwd: root,
    encoding: 'utf8',
  })
  if (status === 0) return
  console.error(`${stdout}\n${stderr}`)
  if (builtAt() === 0) process.exit(1)
  console.error('The build failed; the one before is used.')
}

function builtAt() {
  return Math.min(...RESULTS.map((file) => timeOf(join(root, file))))
}

function changedAt() {
  const entries = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
  const sources = entries.filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
  const paths = sources.map((entry) => join(entry.parentPath, entry.name))
  return Math.max(...[...paths, join(root, 'electron.vite.config.ts')].map(timeOf))
}

const timeOf = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
