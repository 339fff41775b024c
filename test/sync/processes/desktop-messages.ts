/** What a test and a desktop's process say to each other. */

export interface ToDesktop {
  readonly id: number
  /** A call of the contract by its path, such as `documents.rename`, or one of the desktop's own. */
  readonly call: string
  readonly input: unknown
}

export type FromDesktop =
  | 'ready'
  | { readonly id: number; readonly started: Started }
  | { readonly id: number; readonly output: unknown }
  /** The code of the contract, or the stack of what has none. */
  | { readonly id: number; readonly error: string }

/** A question that is saved. */
export interface Started {
  readonly chatId: string
  /** Of the answer. */
  readonly messageId: string
}

export interface Asked extends Started {
  readonly status: string
}

export interface KeptFile {
  /** By its name. */
  readonly sha256: string
  /** Of its bytes. */
  readonly hash: string
}
