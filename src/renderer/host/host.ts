/** What the window needs of whatever it runs in, Electron or a browser: a client of the backend, and the few things beside it. */
import type { ContractRouterClient } from '@orpc/contract'
import type {
  AddedDocument,
  contract,
  deviceContract,
  EmbeddingModelInfo,
  FileGrant,
  HostEvent,
} from '../../contract/index.ts'

export type Client = ContractRouterClient<typeof contract & { device: typeof deviceContract }>

/** A file that can be added: one that the shell has granted, or one that the browser holds. */
export type Addable = File | FileGrant

/** `signed_out`: the address of this page is no longer valid; a new one has to be opened. */
export type ConnectionState = 'connecting' | 'connected' | 'failed' | 'signed_out'

export interface Host {
  readonly kind: 'desktop' | 'web'
  readonly platform: 'mac' | 'windows' | 'linux'
  /**
   * Outlives restarts of the backend: calls made while it is away wait for it, and throw when it cannot be reached any more. Calls and
   * streams under way when the connection breaks throw; who wants them back makes them again.
   */
  readonly client: Client
  add(
    file: Addable,
    options: { readonly folderId?: string | null; readonly password?: string },
  ): Promise<AddedDocument>
  /** Desktop: grants for the files that lie on a disk. Web: the files themselves. */
  grant(files: readonly File[]): Promise<readonly Addable[]>
  chooseFiles(): Promise<readonly Addable[]>
  /** The PDFs in a folder and below it. */
  chooseFolder(): Promise<readonly Addable[]>
  /** Where pdf.js gets the document's bytes. */
  content(documentId: string): { readonly url: string; readonly httpHeaders: Record<string, string> }
  /** This and the next three: false, or null, when the user cancelled. */
  saveText(name: string, text: string): Promise<boolean>
  savePdf(name: string): Promise<boolean>
  saveBackup(name: string): Promise<boolean>
  /** The name of the workspace that was made of the chosen backup. */
  restoreBackup(): Promise<string | null>
  /** The search model in the folder that the user chose; null when they cancelled. Throws what is wrong with it. */
  importModel(): Promise<EmbeddingModelInfo | null>
  /** Only on the desktop. */
  readonly showDataFolder?: () => Promise<void>
  openExternal(url: string): void
  setAppearance(theme: 'system' | 'light' | 'dark', language: 'en' | 'fa'): void
  /** Tries again what has `failed`. */
  restart(): void
  /** Told at once of the present state, then of every change, until the returned function is called. */
  onConnection(listener: (state: ConnectionState) => void): () => void
  onEvent(listener: (event: HostEvent) => void): () => void
}
