// Finds Electron's own binary, which comes from a host that a closed network may not reach, and runs DocuChat in it.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
const folder = join(root, 'node_modules/electron')
/** Its time says when the download host last did not answer. */
const refusal = join(root, 'node_modules/.cache/docuchat/electron-out-of-reach')
const HOST = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror ?? 'https://github.com/'
const PROBE_MS = 1_500
const DOWNLOAD_MS = 5 * 60_000
const DAY_MS = 24 * 3_600_000

/** The path of the binary; undefined where there is none and none can be had, or no screen to show it on. */
export async function findElectron() {
  if (!hasScreen()) return undefined
  return installed() ?? ((await isInReach()) && (await download()) ? installed() : undefined)
}

/** Ends with Electron. */
export function runElectron(path, { data }) {
  const environment = { ...process.env, ...(data !== undefined && { DOCUCHAT_DATA: data }) }
  delete environment.ELECTRON_RUN_AS_NODE
  const child = spawn(path, [join(root, 'out/main/index.js')], { stdio: 'inherit', env: environment })
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  child.on('error', (error) => {
    console.error(error.message)
    process.exitCode = 1
  })
  child.on('exit', (code) => process.exit(code ?? 1))
}

/** On Linux, a window needs a display server. */
export const hasScreen = () =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)

function installed() {
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist')
  const note = join(folder, 'path.txt')
  const path = join(dist, existsSync(note) ? readFileSync(note, 'utf8') : 'electron')
  return existsSync(path) ? path : undefined
}

/** Asked once a day, so that a closed network costs one start a moment and the others none. */
async function isInReach() {
  if (process.env.ELECTRON_SKIP_BINARY_DOWNLOAD) return false
  const asked = statSync(refusal, { throwIfNoEntry: false })?.mtimeMs ?? 0
  if (Date.now() - asked < DAY_MS) return false
  try {
    await fetch(HOST, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_MS) })
    return true
  } catch {
    note()
    return false
  }
}

/** With the package's own installer, which checks what it got. */
async function download() {
  console.log('Fetching Electron once, about 120 MB …')
  const child = spawn(process.execPath, [join(folder, 'install.js')], {
    stdio: 'ignore',
    timeout: DOWNLOAD_MS,
  })
  const code = await new Promise((resolve) => child.on('exit', resolve).on('error', resolve))
  if (code !== 0) note()
  return code === 0
}

function note() {
  try {
    mkdirSync(dirname(refusal), { recursive: true })
    writeFileSync(refusal, '')
  } catch {
    // An installation that cannot be written to asks again next time.
  }
}
