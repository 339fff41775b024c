/** Recognises what a document is — issuer, form, fiscal period, title — from its first pages and its file's name. */
import type { DocumentIdentity } from '../../contract/index.ts'
import { findCompany } from './identify-company.ts'
import { findForm } from './identify-form.ts'
import { findPeriod } from './identify-period.ts'

export interface IdentifyInput {
  /** With its extension. */
  readonly fileName: string
  /** The title in the PDF's metadata. */
  readonly title: string | null
  /** The text of the first pages, in order; the first is the cover. */
  readonly firstPages: readonly string[]
}

/** What the document says it is; every field is null where neither the pages nor the file's name say so. */
export function identify({ fileName, title, firstPages }: IdentifyInput): DocumentIdentity {
  const cover = firstPages[0] ?? ''
  const form = findForm(cover, fileName)
  const company = findCompany(firstPages, fileName)
  return { title: titleOf(title, fileName), company, form, ...findPeriod(firstPages, fileName, form) }
}

/** PDF producers often fill in the name of the source file or of a tool, which tells a reader nothing. */
function titleOf(title: string | null, fileName: string): string | null {
  const text = title?.trim() ?? ''
  const stem = fileName.replace(/\.pdf$/iu, '')
  if (text.length < 4 || text.length > 300 || text === stem || MEANINGLESS_TITLE.test(text)) return null
  return text
}

const MEANINGLESS_TITLE =
  /\.(?:docx?|xlsx?|pptx?|html?|indd|qxd|pdf|txt)$|^(?:untitled|document\d*|microsoft word|powerpoint|print|layout|about:blank|https?:|[\d\W_]+$)/iu
