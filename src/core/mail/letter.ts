/** How every mail looks: a line, what matters in large letters, and the rest; as text and as HTML, in the reader's direction. */
import type { Language } from '../../contract/index.ts'

export interface MailContent {
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** Any text; white space counts as one space, as in a subject no other can be. */
export interface Letter {
  readonly subject: string
  readonly lead: string
  /** A code or an address, set from left to right in either language; absent where there is none. */
  readonly centre?: string
  readonly rest: string
}

export function letter(language: Language, { subject, ...body }: Letter): MailContent {
  const direction = language === 'fa' ? 'rtl' : 'ltr'
  const lead = oneLine(body.lead)
  const centre = body.centre === undefined ? [] : [oneLine(body.centre)]
  const rest = oneLine(body.rest)
  return {
    subject: oneLine(subject),
    text: `${[lead, ...centre, rest].join('\n\n')}\n`,
    html: `<!doctype html><html lang="${language}" dir="${direction}"><body style="font-family: system-ui, sans-serif; font-size: 16px; line-height: 1.6; color: #1a2426">
<p>${escaped(lead)}</p>
${centre.map((text) => `<p dir="ltr" style="${CENTRE}; text-align: ${direction === 'rtl' ? 'right' : 'left'}">${linked(text)}</p>\n`).join('')}<p>${escaped(rest)}</p>
</body></html>`,
  }
}

const CENTRE = 'font-size: 24px; font-weight: 600'

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim()

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const linked = (text: string) =>
  /^https?:/.test(text) ? `<a href="${escaped(text)}">${escaped(text)}</a>` : escaped(text)
