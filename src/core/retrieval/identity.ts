/** Which document a question is about: its issuer, period and form, matched before any passage is scored. */
import type { DocumentIdentity } from '../../contract/index.ts'
import { namesOf } from './issuer-names.ts'
import type { AskedPeriod } from './periods.ts'

/** What is kept of a document's identity for matching; stored as JSON. */
export interface IdentityTerms {
  /** Full names of the issuer, compact (see issuer-names.ts). */
  readonly names: readonly string[]
  /** Shorter forms that may mean another issuer as well: the name's first words, initials. */
  readonly shortNames: readonly string[]
  readonly form: string | null
  readonly fiscalYear: number | null
  readonly fiscalQuarter: number | null
  readonly periodEnd: string | null
}

export function identityTerms(fileName: string, identity: DocumentIdentity): IdentityTerms {
  const { form, fiscalYear, fiscalQuarter, periodEnd } = identity
  return { ...namesOf(identity.company, fileName), form, fiscalYear, fiscalQuarter, periodEnd }
}

/** How well a document's period fits what is asked, 0 to 1; null when one of the two is silent. */
export function periodFit(document: IdentityTerms, asked: AskedPeriod): number | null {
  const year = document.fiscalYear ?? (document.periodEnd ? Number(document.periodEnd.slice(0, 4)) : null)
  if (asked.latestYear === null || year === null) return null
  const behind = year - asked.latestYear
  if (asked.quarter !== null && document.fiscalQuarter !== null) {
    if (behind === 0 && document.fiscalQuarter === asked.quarter) return 1
    // The same quarter stands beside it a year later.
    if (behind === 1 && document.fiscalQuarter === asked.quarter) return 0.3
    return behind === 0 ? 0.2 : 0
  }
  if (asked.quarter !== null) return behind === 0 ? 0.6 : behind === 1 ? 0.2 : 0
  const annual = document.fiscalQuarter === null || document.fiscalQuarter === 4
  if (behind === 0) return annual ? 1 : 0.5
  // An annual report shows the year before, and the income statement one more; an earlier one is still about an asked year.
  if (behind === 1) return annual ? 0.45 : 0.2
  if (behind === 2) return annual ? 0.25 : 0
  return asked.years.includes(year) ? 0.3 : 0
}

/** 1 when the question names the document's form, 0 when it names another; null when it names none. */
export function formFit(document: IdentityTerms, forms: readonly string[]): number | null {
  if (forms.length === 0 || document.form === null) return null
  return forms.includes(document.form) ? 1 : 0
}
