/** One file being added, whatever became of it. */
import { Ban, Check, Clock, Copy, MessageSquare, RotateCcw, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Document } from '../../../contract/index.ts'
import { formatNumber } from '../../i18n/format.ts'
import { Button, IconButton, Spinner } from '../../kit/index.ts'
import { useApp } from '../../state/app.ts'
import { attempt } from '../../state/errors.ts'
import { useViewer } from '../../viewer/store.ts'
import { retry } from '../actions.ts'
import { type ImportRow, useImports } from '../imports.ts'
import { askAbout } from '../scope.ts'
import { useLibrary } from '../store.ts'
import { Line } from './columns.tsx'
import { Failed } from './failed.tsx'
import { Working } from './working.tsx'

export function FileRow({ row }: { readonly row: ImportRow }) {
  const { t } = useTranslation('library')
  const document = useLibrary(({ documents }) => documents.get(row.documentId ?? ''))
  const dismiss = useImports((state) => state.dismiss)
  if (row.state === 'duplicate') {
    return (
      <Line icon={<Copy size={16} />} row={row} note={t('alreadyThere')}>
        <p className="min-w-0 flex-1 text-soft">{t('sameContent', { name: document?.name ?? row.name })}</p>
        {document && <ShowIt document={document} label={t('showIt')} />}
        <IconButton
          small
          label={t('dismiss', { name: row.name })}
          icon={<X size={14} />}
          onClick={() => dismiss(row.key)}
        />
      </Line>
    )
  }
  if (row.error) return <Failed row={row} error={row.error} />
  if (!document) {
    return (
      <Line
        icon={row.state === 'sending' ? <Spinner size={16} /> : <Clock size={16} />}
        row={row}
        note={t(row.state === 'sending' ? 'sending' : 'waiting')}
      >
        <span className="flex-1" />
        <IconButton
          small
          label={t('cancelFile', { name: row.name })}
          icon={<X size={14} />}
          onClick={() => dismiss(row.key)}
        />
      </Line>
    )
  }
  if (document.status === 'failed' && document.error)
    return <Failed row={row} error={document.error} document={document} />
  if (document.status === 'cancelled') {
    return (
      <Line icon={<Ban size={16} />} row={row} note={t('stopped')}>
        <span className="flex-1" />
        <Button icon={<RotateCcw size={14} />} onClick={() => attempt(retry(document.id))}>
          {t('goOn')}
        </Button>
      </Line>
    )
  }
  if (document.status === 'ready') return <Ready row={row} document={document} />
  return <Working row={row} document={document} />
}

function Ready({ row, document }: { readonly row: ImportRow; readonly document: Document }) {
  const { t } = useTranslation('library')
  const show = useApp((app) => app.show)
  const scanned = document.pagesWithoutText.length
  return (
    <Line
      icon={<Check size={16} />}
      row={row}
      tone={scanned > 0 ? 'text-warn-fg' : 'text-success-fg'}
      note={
        scanned > 0
          ? t('readyScanned', { count: scanned, formatted: formatNumber(scanned) })
          : t('ready', { count: document.pageCount ?? 0, formatted: formatNumber(document.pageCount ?? 0) })
      }
    >
      <span className="flex-1" />
      <Button
        kind="quiet"
        icon={<MessageSquare size={14} />}
        onClick={() => {
          show({ name: 'workspace' })
          askAbout([document.id])
        }}
      >
        {t('askAbout')}
      </Button>
    </Line>
  )
}

function ShowIt({ document, label }: { readonly document: Document; readonly label: string }) {
  const show = useApp((app) => app.show)
  const openDocument = useViewer((viewer) => viewer.openDocument)
  return (
    <Button
      kind="quiet"
      onClick={() => {
        show({ name: 'workspace' })
        openDocument(document.id)
      }}
    >
      {label}
    </Button>
  )
}
