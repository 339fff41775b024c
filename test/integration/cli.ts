/** Runs the command line as its users do: a process of its own, on a data folder of the test's. */
import { execFile, execFileSync, spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const bin = fileURLToPath(new URL('../../bin/docuchat.js', import.meta.url))

export interface CliResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** Stdout's complete lines as JSON; a line cut off by a kill is left out. */
  readonly lines: readonly unknown[]
}

/** When to send SIGKILL: so long after the start, or after the first output, which is how a slow machine gets to work at all. */
export interface Kill {
  readonly after: 'start' | 'output'
  readonly ms: number
}

/** Runs `docuchat` with `args`. No key of the machine's reaches it. */
export function docuchat(data: string, args: readonly string[], kill?: Kill): Promise<CliResult> {
  const { OPENAI_API_KEY: _key, OPENAI_BASE_URL: _url, ...env } = process.env
  const child = spawn(process.execPath, [bin, '--data', data, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let timer: NodeJS.Timeout | undefined
  const armFor = (moment: Kill['after']) => {
    if (kill?.after === moment) timer ??= setTimeout(() => child.kill('SIGKILL'), kill.ms)
  }
  armFor('start')
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    armFor('output')
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code, stdout, stderr, lines: jsonLines(stdout) })
    })
  })
}

/** Runs a line of bash. */
export function shell(line: string): Promise<Pick<CliResult, 'code' | 'stdout' | 'stderr'>> {
  return new Promise((resolve) => {
    execFile('bash', ['-c', line], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr })
    })
  })
}

/** A Node older than 24 on this machine, as users have; undefined, said on stderr, when there is none. */
export function findOlderNode(): string | undefined {
  const folders = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'))
  for (const node of folders.map((folder) => join(folder, 'node'))) {
    try {
      const version = execFileSync(node, ['--version'], { encoding: 'utf8' })
      if (Number(/^v(\d+)/.exec(version)?.[1]) < 24) return node
    } catch {
      // No node in that folder.
    }
  }
  console.error('NOT RUN: starting under an older Node, since this machine has none.')
  return undefined
}

function jsonLines(stdout: string): unknown[] {
  return stdout
    .slice(0, stdout.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as unknown)
}
