/**
 * Electron's security checklist (https://www.electronjs.org/docs/latest/tutorial/security), item by item, on what the built app really
 * passes to Electron, sends to the window, and is packaged with.
 */
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import packaging from '../../electron-builder.config.ts'
import type { DesktopHost } from '../desktop-host/host.ts'
import { type DesktopWindow, isElectronInstalled, launchDesktop } from './launch-desktop.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const read = (pattern: string) =>
  globSync(pattern, { cwd: ROOT }).map((path) => ({ path, text: readFileSync(`${ROOT}/${path}`, 'utf8') }))

describe.skipIf(inject('chromium') === null || isElectronInstalled())('the security checklist', () => {
  let desktop: DesktopWindow
  let main: DesktopHost
  let preferences: Readonly<Record<string, unknown>>

  beforeAll(async () => {
    desktop = await launchDesktop()
    if (!desktop.main) throw new Error('these tests need the desktop host')
    main = desktop.main
    const options = main.calls.find(({ name }) => name === 'BrowserWindow')?.args[0]
    preferences = (options as { webPreferences: typeof preferences }).webPreferences
  })
  afterAll(() => desktop?.close())

  const calls = (name: string) => main.calls.filter((call) => call.name === name)
  const permits = (permission: string) =>
    main.electron.module.session.defaultSession.permits(
      { getURL: () => 'app://docuchat/index.html' },
      permission,
    )

  it('1. loads nothing over the network', () => {
    expect(main.strayRequests).toEqual([])
    const { allows } = main.electron.module.session.defaultSession
    expect(
      ['https://example.org/', 'http://127.0.0.1/', 'file:///etc/passwd', 'ws://x/'].map(allows),
    ).toEqual([...[false, false, false, false]])
    expect(allows('app://docuchat/assets/a.js')).toBe(true)
  })

  it('2. gives pages no Node.js', async () => {
    expect(preferences).toMatchObject({
      ...{ nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false },
    })
    expect(
      await desktop.page.evaluate(() => ['require', 'process', 'module'].filter((name) => name in window)),
    ).toEqual([])
  })

  it('3. keeps the preload script in a world of its own', () => {
    expect(preferences.contextIsolation).toBe(true)
  })

  it('4. sandboxes every process', () => {
    expect(preferences.sandbox).toBe(true)
    expect(calls('app.enableSandbox')).toHaveLength(1)
  })

  it('5. grants no permission but to copy', () => {
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'openExternal',
      'clipboard-read',
      'hid',
    ])
      expect(permits(permission), permission).toEqual({ request: false, check: false })
    expect(permits('clipboard-sanitized-write')).toEqual({ request: true, check: true })
    const [allowsDevice] = calls('session.setDevicePermissionHandler').flatMap(({ args }) => args)
    expect(allowsDevice).toBeTypeOf('function')
    expect((allowsDevice as () => boolean)()).toBe(false)
  })

  it('6. and 8. leaves web security on, and mixed content out', () => {
    expect(preferences).toMatchObject({ webSecurity: true, allowRunningInsecureContent: false })
  })

  it('7. sends a content security policy without inline code and other origins', async () => {
    const policy = await desktop.page.evaluate(
      async () => (await fetch('/')).headers.get('content-security-policy') ?? '',
    )
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self' 'wasm-unsafe-eval'",
      "style-src 'self'",
      "img-src 'self' blob: data:",
      "font-src 'self' data:",
      "connect-src 'self'",
      "worker-src 'self' blob:",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ])
  })

  it('7. has Chromium hold to that policy', async () => {
    const before = desktop.problems.length
    const outcome = await desktop.page.evaluate(async () => {
      const script = document.createElement('script')
      script.textContent = 'globalThis.inlineRan = true'
      document.body.append(script)
      const style = document.createElement('style')
      style.textContent = 'body { outline: 7px solid red }'
      document.body.append(style)
      const fetched = await fetch('https://example.org/').then(
        () => true,
        () => false,
      )
      const found = {
        inlineScript: 'inlineRan' in globalThis,
        inlineStyle: getComputedStyle(document.body).outlineWidth === '7px',
        fetched,
      }
      script.remove()
      style.remove()
      return found
    })
    expect(outcome).toEqual({ inlineScript: false, inlineStyle: false, fetched: false })
    expect(desktop.problems.slice(before).join()).toContain('Content Security Policy')
  })

  it('9. and 10. turns on no experiments', () => {
    expect(preferences.experimentalFeatures).toBe(false)
    // It says of which kind the network is, so that one that costs money can be spared, and lets pages do nothing.
    expect(preferences.enableBlinkFeatures).toBe('NetInfoDownlinkMax')
  })

  it('11. and 12. has no webviews', () => {
    expect(preferences.webviewTag).toBe(false)
    let prevented = false
    main.electron.windows[0]?.webContents.emit('will-attach-webview', {
      preventDefault() {
        prevented = true
      },
    })
    expect(prevented).toBe(true)
  })

  // 13, 14, 15 and 17 (navigation, new windows, openExternal, senders) are in shell.test.ts, where they are tried.

  it('16. uses the current Electron', () => {
    const { devDependencies } = JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8')) as {
      devDependencies: Record<string, string>
    }
    expect(Number(/\d+/.exec(devDependencies.electron ?? '')?.[0])).toBeGreaterThanOrEqual(45)
  })

  it('18. serves the window by a protocol of its own, never file:', () => {
    expect(calls('protocol.handle')).toMatchObject([{ args: ['app'] }])
    const [registered] = calls('protocol.registerSchemesAsPrivileged')
    expect(registered?.args[0]).toMatchObject([
      { scheme: 'app', privileges: { standard: true, secure: true } },
    ])
    expect(JSON.stringify(registered?.args)).not.toContain('bypassCSP')
    for (const { path, text } of read('out/main/**/*.js'))
      expect(/loadFile\(|['"`]file:\/\//.test(text), path).toBe(false)
  })

  it('19. is packaged with its fuses set', () => {
    expect(packaging.electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    })
    expect(packaging.asar).toBe(true)
    expect(packaging.mac?.hardenedRuntime).toBe(true)
  })

  it('20. exposes the bridge, and not Electron', async () => {
    expect(await desktop.page.evaluate(() => Object.keys(window.docuchat ?? {}).sort())).toEqual([
      ...[
        'chooseFiles',
        'chooseFolder',
        'chooseModelFolder',
        'connect',
        'grantFiles',
        'onEvent',
        'openExternal',
      ],
      ...['platform'],
      ...['restart', 'restoreBackup', 'saveBackup', 'savePdf', 'saveText', 'setAppearance', 'showDataFolder'],
    ])
    for (const { path, text } of read('out/preload/*.cjs'))
      expect(text.match(/require\(["'`]([^"'`]+)/g), path).toEqual(['require("electron'])
  })

  it('builds a page without inline code and addresses elsewhere', () => {
    for (const { text } of read('out/renderer/*.html')) {
      expect(text).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\son\w+=|\sstyle=/)
      expect(text).not.toMatch(/(?:src|href)="(?:https?:)?\/\//)
    }
    for (const { path, text } of read('out/renderer/assets/*.css'))
      expect(/url\(["']?(?:https?:)?\/\//.test(text), path).toBe(false)
  })
})
