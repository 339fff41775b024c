/** A document that is open for reading, with whichever engine. */
import type { ExtractedPage } from './extracted-page.ts'
import { normalizeCharacters } from './normalize.ts'
import type { OpenFailure } from './protocol.ts'

/** Why a document cannot be read; `amount` is its size in bytes or its number of pages where that is the reason. */
export class Refusal extends Error {
  readonly failure: OpenFailure
  readonly amount: number

  constructor(failure: OpenFailure, amount = 0, options?: ErrorOptions) {
    super(failure, options)
    this.failure = failure
    this.amount = amount
  }
}

export interface OpenDocument {
  readonly pageCount: number
  /** From the PDF's metadata. */
  readonly title: string | null
  /** The page, or undefined when it is too broken to read. */
  read(number: number): Promise<ExtractedPage | undefined>
  close(): Promise<void>
}

/** The title in a PDF's metadata as it is shown; null when it says nothing. */
export const titleFrom = (title: string): string | null => normalizeCharacters(title).trim() || null
