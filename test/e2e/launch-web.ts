/** Starts local web mode as its user does, and opens it in real Chromium. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright'
import { findChromium } from './chromium.ts'

const START = fileURLToPath(new URL('../../bin/start.js', import.meta.url))

export interface WebWindow {
  readonly page: Page
  readonly browser: Browser
  readonly dataDirectory: string
  /** Where the window was opened, its one-time token included. */
  readonly address: string
  /** Console errors, failed requests and violations of the content security policy, as they came. */
  readonly problems: readonly string[]
  /** What the server printed. */
  output(): string
  close(): Promise<void>
}

export interface WebOptions extends BrowserContextOptions {
  /** Kept when given; else a fresh one that goes with the window. */
  readonly dataDirectory?: string
  readonly environment?: NodeJS.ProcessEnv
  /** Runs in the page before anything of the app does. */
  readonly initScript?: () => void
}

/** Resolves once the page is navigated to; the workspace may still be opening. */
export async function launchWeb({
  dataDirectory,
  environment = {},
  initScript,
  ...context
}: WebOptions = {}): Promise<WebWindow> {
  const directory = dataDirectory ?? (await mkdtemp(join(tmpdir(), 'docuchat-web-')))
  const server = await startServer(directory, environment)
  const browser = await chromium.launch({ executablePath: await findChromium() })
  const page = await (
    await browser.newContext({ viewport: { width: 1440, height: 900 }, ...context })
  ).newPage()
  const problems = watchProblems(page)
  if (initScript) await page.addInitScript(initScript)
  await page.goto(server.address)
  return {
    ...{ page, browser, problems, dataDirectory: directory, address: server.address, output: server.output },
    async close() {
      await browser.close()
      await server.stop()
      if (dataDirectory === undefined) await rm(directory, { recursive: true, force: true })
    },
  }
}

export function watchProblems(page: Page): string[] {
  const problems: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  page.on('pageerror', (error) => problems.push(error.message))
  return problems
}

export async function startServer(dataDirectory: string, environment: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [START, '--no-open', '--port', '0', '--data', dataDirectory], {
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let output = ''
  const address = await new Promise<string>((resolve, reject) => {
    const read = (part: Buffer) => {
      output += part.toString()
      const found = /http:\/\/127\.0\.0\.1:\d+\/\S*#token=[\w-]+/.exec(output)
      if (found) resolve(found[0])
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('exit', (code) => reject(new Error(`npm start ended with ${code}:\n${output}`)))
  })
  return { address, output: () => output, stop: () => stop(child) }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGINT')
  await ended
}
