/** An answer that no model wrote: a card of quotations, each with its number and page, never mixed with written text. */
import { Quote } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../contract/index.ts'
import { formatNumber } from '../i18n/format.ts'
import { Name } from '../kit/index.ts'
import { CitationChip } from './citation-chip.tsx'
import { quotationsOf } from './quotations.ts'

export function QuotedAnswer({ message }: { readonly message: Message }) {
  const { t } = useTranslation(['chat', 'common'])
  const { introduction, quotations } = quotationsOf(message.content)
  const cited = quotations.some(({ k }) => k !== null)
  if (!cited && message.status !== 'streaming') {
    return (
      <div dir="auto">
        <p>{introduction}</p>
        <ul className="mt-2 list-disc ps-5">
          {quotations.map(({ text }) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </div>
    )
  }
  return (
    <section aria-label={t('quotedTitle')} className="overflow-hidden rounded-card border border-line">
      <header className="flex flex-wrap items-center gap-x-1.5 bg-sunken px-3 py-1.5 text-sm text-muted">
        <Quote size={14} />
        <strong className="font-semibold text-fg">{t('quotedTitle')}</strong>
        <span>{t('quotedBody')}</span>
      </header>
      {quotations.map(({ text, k }) => {
        const citation = k === null ? undefined : message.citations[k]
        return (
          <p key={`${k} ${text}`} dir="auto" className="border-t border-line px-3 py-2.5 wrap-anywhere">
            {text} {k !== null && <CitationChip messageId={message.id} citations={message.citations} k={k} />}
            {citation && (
              <span className="ms-1 inline-flex max-w-full min-w-0 gap-1.5 align-bottom text-sm text-muted">
                <Name>{citation.documentName}</Name>
                <span className="shrink-0">{t('page', { page: formatNumber(citation.page) })}</span>
              </span>
            )}
          </p>
        )
      })}
    </section>
  )
}
