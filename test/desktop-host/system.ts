/** What Electron borrows from the system: dialogs, menus, keychain, displays, theme, the user's other programs. */
import { EventEmitter } from 'node:events'
import type { DesktopHost } from './host.ts'

interface MenuItem {
  readonly id?: string
  readonly label?: string
  readonly click?: () => void
  readonly submenu?: MenuItem[]
}

export function createSystem(
  host: DesktopHost,
  windows: () => readonly { themeChanged(dark: boolean): void }[],
) {
  const hasKeychain = host.options.keychain ?? true

  /** Records the call, and answers what the test has prepared. */
  const asked =
    <Answer>(name: string, otherwise: Answer) =>
    async (...args: unknown[]): Promise<Answer> => {
      host.record(name, args)
      const prepared = host.answers.get(name)
      return prepared?.length ? (prepared.shift() as Answer) : otherwise
    }

  class NativeTheme extends EventEmitter {
    #source = 'system'
    get themeSource(): string {
      return this.#source
    }
    set themeSource(source: string) {
      if (source === this.#source) return
      this.#source = source
      for (const window of windows()) window.themeChanged(this.shouldUseDarkColors)
      this.emit('updated')
    }
    get shouldUseDarkColors(): boolean {
      return this.#source === 'dark'
    }
  }

  let menu: { readonly items: MenuItem[] } | null = null
  const display = { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1080 } }
  // Not secret: it only has to be told from plain text.
  const turn = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 0xa5))

  return {
    dialog: {
      showOpenDialog: asked('dialog.showOpenDialog', { canceled: true, filePaths: [] as string[] }),
      showSaveDialog: asked('dialog.showSaveDialog', { canceled: true, filePath: '' }),
      showMessageBox: asked('dialog.showMessageBox', { response: 1 }),
    },
    shell: {
      openExternal: asked('shell.openExternal', undefined),
      openPath: asked('shell.openPath', ''),
    },
    Menu: {
      buildFromTemplate: (items: MenuItem[]) => ({ items }),
      setApplicationMenu(chosen: { readonly items: MenuItem[] } | null) {
        menu = chosen
      },
      getApplicationMenu: () => menu,
    },
    nativeTheme: new NativeTheme(),
    safeStorage: {
      isEncryptionAvailable: () => true,
      getSelectedStorageBackend: () => (hasKeychain ? 'gnome_libsecret' : 'basic_text'),
      encryptString: (text: string) => turn(Buffer.from(text)),
      decryptString: (bytes: Buffer) => turn(bytes).toString(),
    },
    screen: { getAllDisplays: () => [display], getPrimaryDisplay: () => display },
  }
}
