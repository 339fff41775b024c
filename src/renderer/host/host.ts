/** What the window needs of whatever it runs in, Electron or a browser: a client of the backend, and the few things beside it. */
import type { ContractRouterClient } from '@orpc/contract'
import type {
  AddedDocument,
  contract,
  deviceContract,
  EmbeddingModelInfo,
  FileGrant,
  HostEvent,
  Language,
} from '../../contract/index.ts'

export type Client = ContractRouterClient<typeof contract & { device: typeof deviceContract }>

/** A file that can be added: one that the shell has granted, or one that the browser holds. */
export type Addable = File | FileGrant

/** `signed_out`: who uses the window has to sign in, or, where there are no accounts, to open a new address. */
export type ConnectionState = 'connecting' | 'connected' | 'failed' | 'signed_out'

/** What only the computer has on which the backend and the window both run; where it is missing, so is `client.device`. */
export interface Device {
  /** This and the next two: false, or null, when the user cancelled. */
  saveBackup(name: string): Promise<boolean>
  /** The name of the workspace that was made of the chosen backup. */
  restoreBackup(): Promise<string | null>
  /** The search model in the folder that the user chose. Throws what is wrong with it. */
  importModel(): Promise<EmbeddingModelInfo | null>
  /** Not in a browser. */
  readonly showDataFolder?: () => Promise<void>
}

/** Whom the server knows the user of this window as. Everything rejects with what the server says, or `server_unreachable`. */
export interface Account {
  /** The short name of the organisation and the e-mail address to begin with, from the page’s address or the last sign-in; may be empty. */
  readonly organisation: string
  readonly email: string
  /** Gives for how many seconds the code is valid. */
  requestCode(request: {
    readonly organisation: string
    readonly email: string
    readonly language: Language
  }): Promise<number>
  /** Connects; someone else than before finds nothing of theirs, since the page is loaded anew. `stay` outlives the tab. */
  signIn(attempt: {
    readonly organisation: string
    readonly email: string
    readonly code: string
    readonly stay: boolean
  }): Promise<void>
  /** This and the next load the page anew. */
  signOut(): Promise<void>
  switchTo(tenantId: string): Promise<void>
}

export interface Host {
  readonly kind: 'desktop' | 'web' | 'hosted'
  /** Exactly one of these two is there. */
  readonly device?: Device
  readonly account?: Account
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
  /** This and the next: false when the user cancelled. */
  saveText(name: string, text: string): Promise<boolean>
  savePdf(name: string): Promise<boolean>
  openExternal(url: string): void
  setAppearance(theme: 'system' | 'light' | 'dark', language: 'en' | 'fa'): void
  /** Tries again what has `failed`. */
  restart(): void
  /** Told at once of the present state, then of every change, until the returned function is called. */
  onConnection(listener: (state: ConnectionState) => void): () => void
  onEvent(listener: (event: HostEvent) => void): () => void
}
