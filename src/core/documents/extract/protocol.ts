/** What the extractor and its worker thread say to each other. The extractor asks, the worker answers, one at a time. */
import type { ExtractedPage } from './extracted-page.ts'

/** Open a document (closing the one before); or read the next pages of the open one. */
export type WorkerRequest =
  | {
      readonly type: 'open'
      readonly path: string
      readonly password: string | null
      readonly fromPage: number
    }
  | { readonly type: 'next'; readonly pages: number }
  | { readonly type: 'close' }

/** Why a document could not be opened; the extractor knows the document's name and phrases the error. */
export type OpenFailure =
  | 'not_pdf'
  | 'encrypted'
  | 'wrong_password'
  | 'too_large'
  | 'too_many_pages'
  | 'damaged'

export type WorkerReply =
  | { readonly type: 'opened'; readonly pageCount: number; readonly title: string | null }
  | { readonly type: 'refused'; readonly failure: OpenFailure; readonly amount: number }
  /** A page begins: restarts the clock that guards against pages without end. */
  | { readonly type: 'page'; readonly number: number }
  | {
      readonly type: 'batch'
      readonly pages: readonly ExtractedPage[]
      /** How many of `pages` could not be read and count as without text. */
      readonly failed: number
      readonly done: boolean
    }
