/** Installs Python packages into an environment of their own, once a machine. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { installOnce } from './install-once.ts'

const run = promisify(execFile)
const INSTALL_TIMEOUT_MS = 180_000

/**
 * Returns the Python that has what the file `requirements` lists; `name` is the environment's. Throws with the reason where there is no
 * Python for it, or no package index.
 */
export async function installPython(name: string, requirements: string): Promise<string> {
  const versions = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
  const root = await installOnce(`${name}-${versions.slice(0, 8)}`, INSTALL_TIMEOUT_MS, (into) =>
    install(into, requirements),
  )
  return join(root, 'bin/python')
}

async function install(root: string, requirements: string): Promise<void> {
  const options = { timeout: INSTALL_TIMEOUT_MS }
  const python = 'import sys; sys.exit(sys.version_info < (3, 10))'
  await run('python3', ['-c', python], options).catch(() => {
    throw new Error('there is no python3 of version 3.10 or later')
  })
  await run('python3', ['-m', 'venv', root], options).catch(() => {
    throw new Error('python3 makes no virtual environment; on Debian, install python3-venv')
  })
  const pip = ['-m', 'pip', '--disable-pip-version-check', 'install', '--quiet', '--retries', '1']
  await run(join(root, 'bin/python'), [...pip, '--requirement', requirements], options).catch(
    (error: { readonly stderr?: string; readonly message: string }) => {
      const reason = (error.stderr ?? error.message).trim().split('\n').at(-1)
      throw new Error(`pip did not install ${requirements}: ${reason}`)
    },
  )
}
