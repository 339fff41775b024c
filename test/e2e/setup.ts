/** Builds the app where its sources are newer, and finds the Chromium that shows it; without one that is said aloud. */
import { execFile } from 'node:child_process'
import { existsSync, globSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'
import { findChromium } from './chromium.ts'
import { isElectronInstalled } from './launch-desktop.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The browser's path; null where there is none, and then no window can be opened. */
    chromium: string | null
  }
}

const root = fileURLToPath(new URL('../..', import.meta.url))

export default async function setup(project: TestProject): Promise<void> {
  const chromium = await findChromium().catch((error: Error) => {
    process.stderr.write(`\n*** NOT RUN in a window: ${error.message}\n\n`)
    return null
  })
  project.provide('chromium', chromium)
  const kind = isElectronInstalled() ? 'Electron' : 'the desktop host, as Electron’s binary is not installed'
  process.stderr.write(`\nThe desktop app is tested on ${kind}.\n`)
  if (chromium !== null && isStale()) await build()
}

/** The window is built last. */
function isStale(): boolean {
  const built = `${root}/out/renderer/index.html`
  if (!existsSync(built)) return true
  const { mtimeMs } = statSync(built)
  const sources = globSync(['src/**/*.{ts,tsx,css,html,sql,json}', 'electron.vite.config.ts'], { cwd: root })
  return sources.some((file) => statSync(`${root}/${file}`).mtimeMs > mtimeMs)
}

async function build(): Promise<void> {
  const program = `${root}/node_modules/electron-vite/bin/electron-vite.js`
  await promisify(execFile)(process.execPath, [program, 'build', '--logLevel', 'warn'], { cwd: root })
}
