/** Electron's BrowserWindow on a page of Chromium. */
import { EventEmitter } from 'node:events'
import type { Page } from 'playwright'
import type { HostApp } from './app.ts'
import type { DesktopHost } from './host.ts'
import type { HostIpcMain } from './ipc-main.ts'
import type { HostSession } from './session.ts'
import { createWebContents } from './web-contents.ts'

export interface WindowParts {
  readonly app: HostApp
  readonly ipcMain: HostIpcMain
  readonly session: HostSession
  readonly windows: HostWindow[]
}

interface WindowOptions {
  readonly x?: number
  readonly y?: number
  readonly width?: number
  readonly height?: number
  readonly webPreferences: { readonly preload: string }
}

export interface HostWindow extends EventEmitter {
  readonly page: Promise<Page>
  /** Resolves once the first page is navigated to. */
  readonly loaded: Promise<void>
  readonly webContents: ReturnType<typeof createWebContents>
  destroy(): void
  themeChanged(dark: boolean): void
}

export function createWindowClass(host: DesktopHost, parts: WindowParts) {
  return class BrowserWindow extends EventEmitter implements HostWindow {
    readonly page: Promise<Page>
    readonly webContents: ReturnType<typeof createWebContents>
    #bounds: { x: number; y: number; width: number; height: number }
    #loaded = Promise.withResolvers<void>()
    #destroyed = false

    constructor(options: WindowOptions) {
      super()
      host.record('BrowserWindow', [options])
      this.#bounds = {
        x: options.x ?? 0,
        y: options.y ?? 0,
        width: options.width ?? 800,
        height: options.height ?? 600,
      }
      const { width, height } = this.#bounds
      this.page = host.options.context.newPage().then(async (page) => {
        await page.setViewportSize({ width, height })
        return page
      })
      this.webContents = createWebContents(host, parts, this.page, options.webPreferences.preload)
      parts.windows.push(this)
      parts.app.emit('web-contents-created', {}, this.webContents)
    }

    get loaded(): Promise<void> {
      return this.#loaded.promise
    }
    async loadURL(url: string): Promise<void> {
      const page = await this.webContents.prepared
      await page.goto(host.files.toServer(url), { waitUntil: 'commit' })
      this.emit('ready-to-show')
      this.#loaded.resolve()
    }

    show = () => host.record('window.show', [])
    focus = () => host.record('window.focus', [])
    restore = () => host.record('window.restore', [])
    maximize = () => host.record('window.maximize', [])
    isMinimized = () => false
    isMaximized = () => false
    isDestroyed = () => this.#destroyed
    getBounds = () => this.#bounds
    getNormalBounds = () => this.#bounds
    setBackgroundColor = (color: string) => host.record('window.setBackgroundColor', [color])
    setTitleBarOverlay = (overlay: object) => host.record('window.setTitleBarOverlay', [overlay])

    /** As the user's moving it would. */
    moveTo(bounds: Partial<{ x: number; y: number; width: number; height: number }>): void {
      this.#bounds = { ...this.#bounds, ...bounds }
      this.emit('move')
    }
    themeChanged(dark: boolean): void {
      void this.page
        .then((page) => page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' }))
        .catch(() => {})
    }
    close(): void {
      this.destroy()
      if (parts.windows.length === 0) parts.app.emit('window-all-closed')
    }
    destroy(): void {
      if (this.#destroyed) return
      this.emit('close', {})
      this.#destroyed = true
      parts.windows.splice(parts.windows.indexOf(this), 1)
      this.webContents.ports.closeAll()
      void this.page.then((page) => page.close()).catch(() => {})
      this.emit('closed')
    }
  }
}
