/** The desktop shell around the window: what comes in from the system, what may not go out, and what survives a crash. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { DesktopBridge, FileGrant, HostEvent } from '../../src/contract/host.ts'
import { connectClient } from '../desktop-host/client.ts'
import { type DesktopHost, startHost } from '../desktop-host/host.ts'
import { type DesktopWindow, isElectronInstalled, launchDesktop } from './launch-desktop.ts'

declare global {
  interface Window {
    readonly docuchat?: DesktopBridge
    /** What the shell told the page, kept for the test. */
    told?: HostEvent[]
    ports?: number
    lent?: Promise<readonly (FileGrant | null)[]> | undefined
  }
}

const SAMPLE = fileURLToPath(new URL('../../resources/sample-report.pdf', import.meta.url))
const LINKED = '01910f3a-8d5e-7c3b-9a4e-0123456789ab'
const chromiumPath = inject('chromium')

// On real Electron the main process cannot be reached this way; the tests of the screens run there.
describe.skipIf(chromiumPath === null || isElectronInstalled())('the shell, on the desktop host', () => {
  let desktop: DesktopWindow
  let main: DesktopHost

  beforeAll(async () => {
    desktop = await launchDesktop()
    if (!desktop.main) throw new Error('these tests need the desktop host')
    main = desktop.main
    await desktop.page.waitForFunction(() => document.querySelector('#root')?.childElementCount)
    await desktop.page.evaluate(() => {
      window.told = []
      window.ports = 0
      window.docuchat?.onEvent((event) => window.told?.push(event))
      window.addEventListener('message', ({ ports }) => {
        if (window.ports !== undefined) window.ports += ports.length
      })
    })
  })
  afterAll(() => desktop?.close())

  const emit = (name: string, ...args: unknown[]) => main.electron.module.app.emit(name, ...args)
  const told = (type: HostEvent['type']) =>
    desktop.page.waitForFunction((wanted) => window.told?.findLast((event) => event.type === wanted), type)
  const last = async (type: HostEvent['type']) => (await told(type)).jsonValue()
  const calls = (name: string) => main.calls.filter((call) => call.name === name)

  it('says which Electron it ran on', () => {
    expect(desktop.kind).toBe('desktop-host')
  })

  it('opens the window without a complaint in its console', () => {
    expect(desktop.problems).toEqual([])
    expect(main.strayRequests).toEqual([])
  })

  it('hands the page a link that was opened elsewhere', async () => {
    emit('open-url', { preventDefault() {} }, `docuchat://document/${LINKED}?page=3`)
    expect(await last('link')).toEqual({ type: 'link', kind: 'document', id: LINKED, page: 3 })
  })

  it('drops a link of any other form', async () => {
    emit('open-url', { preventDefault() {} }, 'docuchat://document/..%2f..?page=3')
    emit('open-url', { preventDefault() {} }, `docuchat://chat/${LINKED}`)
    const links = await desktop.page.waitForFunction(() => {
      const heard = window.told?.filter(({ type }) => type === 'link') ?? []
      return heard.length >= 2 && heard
    })
    expect(await links.jsonValue()).toMatchObject([{ kind: 'document' }, { kind: 'chat', id: LINKED }])
  })

  it('lends the page a file that was opened with DocuChat, without its path', async () => {
    emit('open-file', { preventDefault() {} }, SAMPLE)
    const event = await last('files')
    expect(event).toMatchObject({ grants: [{ name: 'sample-report.pdf' }] })
    expect(JSON.stringify(event)).not.toContain(SAMPLE)
  })

  it('lends the page a file that was dropped on it', async () => {
    await desktop.page.evaluate(() => {
      document.addEventListener(
        'drop',
        (event) => {
          window.lent = window.docuchat?.grantFiles([...(event.dataTransfer?.files ?? [])])
          event.stopPropagation()
        },
        { once: true, capture: true },
      )
    })
    await desktop.drop('#root', [SAMPLE])
    const grants = await desktop.page.evaluate(() => window.lent)
    expect(grants).toMatchObject([{ name: 'sample-report.pdf' }])
  })

  it('shows the page the bytes of a document, whole and in parts', async () => {
    const { client, close } = connectClient(main)
    const { document: added } = await client.device.files.addSample()
    const parts = await desktop.page.evaluate(async (url) => {
      const whole = await fetch(url)
      const part = await fetch(url, { headers: { range: 'bytes=0-4' } })
      return [whole.status, (await whole.arrayBuffer()).byteLength, part.status, await part.text()]
    }, `/documents/${added.id}/content`)
    expect(parts).toEqual([200, added.bytes, 206, '%PDF-'])
    close()
  })

  it('saves where the user chose, and nowhere when they cancelled', async () => {
    const filePath = join(desktop.dataDirectory, 'chat.md')
    main.answers.set('dialog.showSaveDialog', [{ canceled: false, filePath }])
    const save = () => desktop.page.evaluate(() => window.docuchat?.saveText('../a/chat.md', 'Revenue grew.'))
    expect(await save()).toBe(true)
    expect(await readFile(filePath, 'utf8')).toBe('Revenue grew.')
    expect(calls('dialog.showSaveDialog')[0]?.args[1]).toEqual({ defaultPath: 'chat.md' })
    expect(await save()).toBe(false)
  })

  it('prints the window to a PDF', async () => {
    const filePath = join(desktop.dataDirectory, 'chat.pdf')
    main.answers.set('dialog.showSaveDialog', [{ canceled: false, filePath }])
    expect(await desktop.page.evaluate(() => window.docuchat?.savePdf('chat.pdf'))).toBe(true)
    expect((await readFile(filePath)).subarray(0, 5).toString()).toBe('%PDF-')
  })

  it('lends nothing that is no PDF', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'docuchat-shell-'))
    await writeFile(join(folder, 'notes.txt'), 'notes')
    const answer = await desktop.page.evaluate(
      (paths) =>
        window.desktopHost(
          JSON.stringify({ kind: 'invoke', channel: 'docuchat:grant-files', args: [paths] }),
        ),
      [join(folder, 'notes.txt'), folder, join(folder, 'missing.pdf'), 'relative.pdf', ''],
    )
    expect(JSON.parse(answer)).toEqual({ result: [null, null, null, null, null] })
    await rm(folder, { recursive: true })
  })

  it('is brought to the front by a second instance, which ends and leaves its file', async () => {
    const before = calls('window.focus').length
    const browser = await chromium.launch({ executablePath: chromiumPath ?? '' })
    const second = await startHost({
      ...{ main: main.options.main, dataDirectory: desktop.dataDirectory, argv: ['docuchat', SAMPLE] },
      context: await browser.newContext(),
    })
    await second.quit
    second.files.close()
    await browser.close()
    expect(calls('window.focus').length).toBe(before + 1)
    expect(second.calls.map(({ name }) => name)).not.toContain('BrowserWindow')
    await desktop.page.waitForFunction(() => window.told?.filter(({ type }) => type === 'files').length === 2)
  })

  it('sends the menu’s commands to the page, in the language of the window', async () => {
    await desktop.page.evaluate(() => window.docuchat?.setAppearance('dark', 'fa'))
    await expect.poll(() => menuLabels()).toContain('پرونده')
    main.electron.module.Menu.getApplicationMenu()
      ?.items.flatMap(({ submenu = [] }) => submenu)
      .find(({ id }) => id === 'window.library')
      ?.click?.()
    expect(await last('command')).toEqual({ type: 'command', command: 'window.library' })
    await desktop.page.evaluate(() => window.docuchat?.setAppearance('system', 'en'))
    await expect.poll(() => menuLabels()).toContain('File')
  })
  const menuLabels = () =>
    main.electron.module.Menu.getApplicationMenu()?.items.map(({ label }) => label) ?? []

  it('serves nothing outside the window’s own files', async () => {
    const statuses = await desktop.page.evaluate(
      (paths) => Promise.all(paths.map(async (path) => (await fetch(path)).status)),
      [
        '/..%2fmain%2findex.js',
        '/%2e%2e%2fpackage.json',
        '/documents/1/content',
        `/documents/${LINKED}/content`,
      ],
    )
    expect(statuses).toEqual([404, 404, 404, 404])
  })

  it('refuses messages of a frame that is not its window’s own', async () => {
    await desktop.page.evaluate(() => {
      document.body.append(document.createElement('iframe'))
    })
    const frame = desktop.page.frames().find((candidate) => candidate !== desktop.page.mainFrame())
    const answer = await frame?.evaluate(() =>
      window.desktopHost(JSON.stringify({ kind: 'invoke', channel: 'docuchat:choose-files', args: [] })),
    )
    expect(JSON.parse(answer ?? '{}')).toEqual({ error: 'Error: docuchat:choose-files: refused' })
    expect(calls('dialog.showOpenDialog')).toEqual([])
    await desktop.page.evaluate(() => document.querySelector('iframe')?.remove())
  })

  it('refuses messages that it does not understand', async () => {
    const before = calls('dialog.showSaveDialog').length
    const answer = await desktop.page.evaluate(() =>
      window.desktopHost(
        JSON.stringify({ kind: 'invoke', channel: 'docuchat:save-text', args: [{ toString: 1 }] }),
      ),
    )
    expect(JSON.parse(answer)).toEqual({ error: 'Error: docuchat:save-text: not understood' })
    expect(calls('dialog.showSaveDialog').length).toBe(before)
  })

  it('does not go elsewhere', async () => {
    const address = desktop.page.url()
    await desktop.page.evaluate(() => {
      location.href = 'https://example.org/away'
    })
    await expect
      .poll(() => main.strayRequests)
      .toContainEqual({ url: 'https://example.org/away', allowed: false })
    expect(desktop.page.url()).toBe(address)
  })

  it('opens no second window, but asks whether the browser should', async () => {
    main.answers.set('dialog.showMessageBox', [{ response: 0 }])
    await desktop.page.evaluate(() => {
      globalThis.open('https://example.org/filing')
    })
    await expect.poll(() => calls('shell.openExternal')).toHaveLength(1)
    expect(calls('dialog.showMessageBox')[0]?.args[1]).toMatchObject({ detail: 'https://example.org/filing' })
    expect(calls('shell.openExternal')[0]?.args).toEqual(['https://example.org/filing'])
    expect(calls('BrowserWindow')).toHaveLength(1)
  })

  it.each([
    'http://example.org/',
    'file:///etc/passwd',
    'https://user:password@example.org/',
    'javascript:1',
  ])('never asks to open %s', async (url) => {
    const before = calls('dialog.showMessageBox').length
    await desktop.page.evaluate((address) => window.docuchat?.openExternal(address), url)
    expect(calls('dialog.showMessageBox').length).toBe(before)
  })

  it('goes on where it was after its backend was killed', async () => {
    await desktop.page.evaluate(() => {
      document.title = 'kept'
    })
    const ports = (await desktop.page.evaluate(() => window.ports)) ?? 0
    expect(desktop.killBackend()).toBe(true)
    expect(await last('backend')).toEqual({ type: 'backend', state: 'restarting' })
    await desktop.page.waitForFunction((before) => (window.ports ?? 0) > before, ports)
    expect(main.electron.processes).toHaveLength(2)
    expect(await desktop.page.title()).toBe('kept')
  })

  it('opens where it was closed', async () => {
    const dataDirectory = await mkdtemp(join(tmpdir(), 'docuchat-shell-'))
    const first = await launchDesktop({ dataDirectory })
    first.main?.electron.windows[0]?.emit('close', {})
    Object.assign(first.main?.electron.windows[0] ?? {}, {
      getNormalBounds: () => ({ x: 40, y: 50, width: 900, height: 600 }),
    })
    await first.close()
    const second = await launchDesktop({ dataDirectory })
    expect(second.main?.calls.find(({ name }) => name === 'BrowserWindow')?.args[0]).toMatchObject({
      ...{ x: 40, y: 50, width: 900, height: 600 },
    })
    await second.close()
    await rm(dataDirectory, { recursive: true, force: true })
  })
})
