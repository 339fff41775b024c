/** Search models of this computer: a download that is cancelled and goes on, one that fails, and a model from a folder. */
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createOnnxModels } from '../../src/core/models/index.ts'
import { smallOnnxModel } from '../services/onnx/index.ts'
import { opened } from './actions.ts'
import { type DesktopWindow, isElectronInstalled, launchDesktop } from './launch-desktop.ts'
import { launchWeb, type WebWindow } from './launch-web.ts'

const folder = await smallOnnxModel()
const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url))
const MODEL = 'multilingual-e5-small'
const BYTES = 17_082_730

describe.skipIf(inject('chromium') === null)('search models', () => {
  let hub: Server
  let window: WebWindow
  let page: Page
  let directory: string
  /** How much of a large file the hub sends before it waits. */
  let sends = BYTES / 4

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'docuchat-search-models-'))
    hub = createServer((request, response) => {
      if (request.url?.includes('bge-m3')) return void response.writeHead(404).end()
      if (!request.url?.endsWith('tokenizer.json')) return void response.end('{}')
      response.writeHead(200, { 'content-length': BYTES }).write(Buffer.alloc(sends))
    })
    await new Promise<void>((resolve) => hub.listen(0, '127.0.0.1', resolve))
    if (folder !== undefined) {
      const models = createOnnxModels({ directory: join(directory, 'models') })
      const copy = join(directory, 'mine')
      await cp(folder, copy, { recursive: true })
      await models.import(copy, AbortSignal.timeout(60_000))
      await models.close()
    }
    const { port } = hub.address() as AddressInfo
    window = await launchWeb({
      dataDirectory: directory,
      environment: { HF_ENDPOINT: `http://127.0.0.1:${port}` },
    })
    page = window.page
    await opened(page)
    await openModels(page)
  })
  afterAll(async () => {
    await window?.close()
    hub?.closeAllConnections()
    hub?.close()
    await rm(directory, { recursive: true, force: true })
  })

  it('show how far a download is, and stop it when told to', async () => {
    await page.getByRole('button', { name: `Download ${MODEL}` }).click()
    const bar = page.getByRole('progressbar', { name: `Download of ${MODEL}` })
    await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(2)
    await page.getByRole('button', { name: `Cancel the download of ${MODEL}` }).click()
    await page.getByRole('button', { name: `Go on with the download of ${MODEL}` }).waitFor()
  })

  it('go on with a download while another page is open', async () => {
    sends = BYTES / 2
    await page.getByRole('button', { name: `Go on with the download of ${MODEL}` }).click()
    await page.getByRole('navigation').getByRole('button', { name: 'Privacy', exact: true }).click()
    await page.getByText(/downloaded only when you ask for it/).waitFor()
    await page.getByRole('navigation').getByRole('button', { name: 'Models', exact: true }).click()
    const bar = page.getByRole('progressbar', { name: `Download of ${MODEL}` })
    await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(5)
  })

  it('say why a download failed', async () => {
    await page.getByRole('button', { name: 'Download bge-m3' }).click()
    await page.getByText(/does not give out “config.json” \(status 404\)/).waitFor()
  })

  it.skipIf(folder === undefined)('take a model out of a folder of the browser', async () => {
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Import from a folder…' }).click()
    await (await chooser).setFiles(folder ?? '')
    await page.getByRole('button', { name: /^Use all-MiniLM-L6-v2-onnx-/ }).waitFor()
    expect(await readdir(join(directory, 'uploads'))).toEqual([])
  })

  it('say what is wrong with a folder', async () => {
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Import from a folder…' }).click()
    await (await chooser).setFiles(fixtures)
    await page
      .getByText(/“fixtures” is no search model that DocuChat can use: config.json is missing/)
      .waitFor()
  })

  it.skipIf(folder === undefined)('search with a model that was imported', async () => {
    await page.getByRole('button', { name: /^Use mine-/ }).click()
    const remove = page.getByRole('button', { name: /^Remove mine-/ })
    await expect.poll(() => remove.count()).toBe(0)
    expect(await page.getByRole('radio', { checked: true }).count()).toBe(0)
    await page.getByText('Words only').click()
    await page.getByRole('button', { name: 'Use', exact: true }).click()
    await remove.click()
    await expect.poll(() => page.getByText(/^mine-/).count()).toBe(0)
  })
})

const cannotChoose = inject('chromium') === null || isElectronInstalled() || folder === undefined

// The folder is chosen in a dialog, which only the desktop host can be told to answer.
describe.skipIf(cannotChoose)('a search model in a folder, on the desktop', () => {
  let desktop: DesktopWindow
  let page: Page
  beforeAll(async () => {
    desktop = await launchDesktop()
    page = desktop.page
    await opened(page)
    await openModels(page)
  })
  afterAll(() => desktop?.close())

  async function importFrom(path: string): Promise<void> {
    desktop.main?.answers.set('dialog.showOpenDialog', [{ canceled: false, filePaths: [path] }])
    await page.getByRole('button', { name: 'Import from a folder…' }).click()
  }

  it('is refused with the reason when it is none', async () => {
    await importFrom(desktop.dataDirectory)
    await page.getByText(/is no search model that DocuChat can use: config.json is missing/).waitFor()
  })

  it('is copied, tried out and used', async () => {
    await importFrom(folder ?? '')
    const use = page.getByRole('button', { name: /^Use all-MiniLM-L6-v2-/ })
    await use.click()
    await expect.poll(() => use.count()).toBe(0)
    expect(desktop.problems).toEqual([])
  })
})

async function openModels(page: Page): Promise<void> {
  await page.keyboard.press('Control+,')
  await page.getByRole('navigation').getByRole('button', { name: 'Models', exact: true }).click()
}
