/** The Chromium that end-to-end tests drive: the system's own, installed from Debian's archive where it is missing. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'

const run = promisify(execFile)
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** Its path; `CHROMIUM_PATH` names another. Throws a sentence that says what to do where there is none and none can be installed. */
export async function findChromium(): Promise<string> {
  const found = installed()
  if (found !== undefined) return found
  try {
    await run('apt-get', ['update'])
    await run('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium'])
  } catch (cause) {
    throw new Error('there is no Chromium here: install it, or name it in CHROMIUM_PATH', { cause })
  }
  const now = installed()
  if (now === undefined) throw new Error('Chromium was installed to a place that is not known')
  return now
}

const installed = () => [process.env.CHROMIUM_PATH ?? '', ...PLACES].find((path) => path && existsSync(path))
