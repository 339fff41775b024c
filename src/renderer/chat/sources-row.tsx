/** What an answer was given to read: a chip a document, with its pages. */
import { FileText } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { SourceDocument } from '../../contract/index.ts'
import { formatNumber } from '../i18n/format.ts'
import { Name } from '../kit/index.ts'
import { useViewer } from '../viewer/store.ts'

export function SourcesRow({ sources }: { readonly sources: readonly SourceDocument[] }) {
  const { t } = useTranslation(['chat', 'common'])
  const openDocument = useViewer((viewer) => viewer.openDocument)
  if (sources.length === 0) return null
  const pages = sources.reduce((sum, source) => sum + source.pages.length, 0)
  return (
    <div className="mb-2 flex flex-wrap items-center gap-2 text-sm text-muted">
      <span>{t('passagesFrom', { count: pages, formatted: formatNumber(pages) })}</span>
      {sources.map(({ documentId, documentName, pages: numbers }) => (
        <button
          key={documentId}
          type="button"
          onClick={() => openDocument(documentId, { page: numbers[0] ?? 1 })}
          className="flex h-6 max-w-full min-w-0 items-center gap-1.5 rounded-control border border-line px-2 hover:border-line-strong"
        >
          <FileText size={14} />
          <Name className="text-fg">{documentName}</Name>
          <span className="shrink-0 text-xs">
            {t('page', { page: numbers.map((page) => formatNumber(page)).join(t('comma')) })}
          </span>
        </button>
      ))}
    </div>
  )
}
