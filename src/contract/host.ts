/** What the preload script lends the window: the few things that a sandboxed page cannot do itself. */

/** A file that the shell has checked and will read for whoever shows `token`, once. */
export interface FileGrant {
  readonly token: string
  readonly name: string
  readonly bytes: number
}

/** A folder that the user has chosen, and that will be read for whoever shows `token`, once. */
export type FolderGrant = Pick<FileGrant, 'token' | 'name'>

/** Something outside the window that asks it to act: a menu, a shortcut of the system, a link. */
export type HostEvent =
  /** Files opened with DocuChat, or dropped on its icon. */
  | { readonly type: 'files'; readonly grants: readonly FileGrant[] }
  /** A native menu's command, named as in the palette. */
  | { readonly type: 'command'; readonly command: string }
  /** `docuchat://document/ID?page=N` or `docuchat://chat/ID`, already checked. */
  | { readonly type: 'link'; readonly kind: 'document' | 'chat'; readonly id: string; readonly page?: number }
  /** The backend ended and is being started again, or could not be. */
  | { readonly type: 'backend'; readonly state: 'restarting' | 'failed' }
  | { readonly type: 'update'; readonly version: string }

export interface DesktopBridge {
  readonly platform: 'mac' | 'windows' | 'linux'
  /**
   * Asks for a port to the backend. It arrives as a `message` event of the window itself, with `data` equal to {@link PORT_MESSAGE} and
   * the port in `ports`; again after every restart of the backend.
   */
  connect(): void
  /** Grants for files that the user dropped or pasted, in their order; null for those that are no files on a disk. */
  grantFiles(files: readonly File[]): Promise<readonly (FileGrant | null)[]>
  chooseFiles(): Promise<readonly FileGrant[]>
  /** The PDFs of a folder that the user chooses, and of those below it. */
  chooseFolder(): Promise<readonly FileGrant[]>
  /** The folder of a search model; null when the user cancelled. */
  chooseModelFolder(): Promise<FolderGrant | null>
  /** False when the user cancelled. */
  saveText(name: string, text: string): Promise<boolean>
  /** Prints what the window shows for print. False when the user cancelled. */
  savePdf(name: string): Promise<boolean>
  saveBackup(name: string): Promise<boolean>
  /** The name of the workspace made from the chosen backup; null when the user cancelled. */
  restoreBackup(): Promise<string | null>
  showDataFolder(): Promise<void>
  /** Only https, and only after the user has confirmed the address. */
  openExternal(url: string): Promise<void>
  /** So that the frame, its buttons and native dialogs match the window. */
  setAppearance(theme: 'system' | 'light' | 'dark', language: 'en' | 'fa'): void
  restart(): void
  /** Stops listening when called. */
  onEvent(listener: (event: HostEvent) => void): () => void
}

export const PORT_MESSAGE = 'docuchat:port'
