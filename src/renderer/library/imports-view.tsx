/** What is being added: each file with its step, pages, speed and time left. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { Ban, Check, CircleAlert, Clock, Copy, Lock, MessageSquare, RotateCcw, X } from 'lucide-react'
import { type FormEvent, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Document, ErrorInfo } from '../../contract/index.ts'
import { formatBytes, formatDuration, formatNumber } from '../i18n/format.ts'
import { Button, Field, IconButton, Name, ProgressBar, ProgressRing, Spinner } from '../kit/index.ts'
import { isSettled, workOf } from '../shell/work.ts'
import { useApp } from '../state/app.ts'
import { attempt, sentenceOf } from '../state/errors.ts'
import { useViewer } from '../viewer/store.ts'
import { cancel, retry } from './actions.ts'
import { type ImportRow, useImports } from './imports.ts'
import { segmentsOf, shareOf } from './progress.ts'
import { askAbout } from './scope.ts'
import { useLibrary } from './store.ts'

const ROW = 56

/** What a status at work is called; the settled ones have rows of their own. */
const STEP = {
  queued: 'step_waiting',
  extracting: 'step_extracting',
  chunking: 'step_chunking',
  embedding: 'step_embedding',
  indexing: 'step_indexing',
  ready: 'waiting',
  failed: 'failed',
  cancelled: 'stopped',
} as const

export function ImportsView() {
  const { t } = useTranslation('library')
  const rows = useRows()
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 6,
    getItemKey: (index) => rows[index]?.key ?? index,
  })
  return (
    <div className="flex h-full min-h-0 flex-col">
      <Head rows={rows} />
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto">
        <ul aria-label={t('adding_list')} className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, key, start }) => {
            const row = rows[index]
            return (
              row && (
                <li
                  key={key}
                  ref={virtual.measureElement}
                  data-index={index}
                  className="absolute inset-x-0 flex min-h-14 items-center gap-3 border-b border-line px-6 py-2"
                  style={{ top: start }}
                >
                  <FileRow row={row} />
                </li>
              )
            )
          })}
        </ul>
        <p className="px-6 py-4 text-muted">{t('askMeanwhile')}</p>
      </div>
    </div>
  )
}

/** What this window added, and whatever else is being read. */
function useRows(): readonly ImportRow[] {
  const imports = useImports((state) => state.rows)
  const documents = useLibrary((library) => library.documents)
  return useMemo(() => {
    const shown = new Set(imports.map(({ documentId }) => documentId))
    const others = [...documents.values()]
      .filter((document) => !isSettled(document) && !shown.has(document.id))
      .map(
        ({ id, name, bytes }): ImportRow => ({
          ...{ key: id, name, bytes, state: 'added', documentId: id, error: null },
        }),
      )
    return [...imports, ...others]
  }, [imports, documents])
}

function Head({ rows }: { readonly rows: readonly ImportRow[] }) {
  const { t } = useTranslation('library')
  const documents = useLibrary((library) => library.documents)
  const speeds = useLibrary((library) => library.speeds)
  const leftOut = useImports((state) => state.leftOut)
  const { dismiss, clear } = useImports.getState()
  const show = useApp((app) => app.show)
  const ours = rows.flatMap(({ documentId }) => documents.get(documentId ?? '') ?? [])
  const work = workOf(ours, speeds)
  const waiting = rows.filter(({ state }) => state === 'waiting' || state === 'sending')
  const pages = ours.reduce((sum, { pageCount }) => sum + (pageCount ?? 0), 0)
  const done = ours.reduce(
    (sum, document) => sum + (document.status === 'ready' ? (document.pageCount ?? 0) : document.pagesDone),
    0,
  )
  const speed = ours.reduce((sum, { id }) => sum + (speeds.get(id) ?? 0), 0)
  const busy = work.count + waiting.length > 0
  const facts = [
    t('pagesRead', { done: formatNumber(done), formatted: formatNumber(pages), count: pages }),
    speed > 0 && t('speed', { formatted: formatNumber(speed) }),
    work.millisecondsLeft !== null && t('left', { time: formatDuration(work.millisecondsLeft) }),
    leftOut > 0 && t('leftOut', { count: leftOut, formatted: formatNumber(leftOut) }),
  ].filter(Boolean)
  return (
    <header className="shrink-0 border-b border-line px-6 pt-4 pb-3">
      <div className="flex flex-wrap items-center gap-3">
        <div className="min-w-0 flex-1">
          <h1 className="text-xl font-semibold">
            {t(busy ? 'addingTitle' : 'addedTitle', {
              count: rows.length,
              formatted: formatNumber(rows.length),
            })}
          </h1>
          <p className="text-muted">{facts.join(' · ')}</p>
        </div>
        {busy ? (
          <Button
            kind="quiet"
            onClick={() => {
              for (const { key } of waiting) dismiss(key)
              for (const document of ours) if (!isSettled(document)) cancel(document.id)
            }}
          >
            {t('cancelRest')}
          </Button>
        ) : (
          <Button
            kind="primary"
            onClick={() => {
              clear()
              show({ name: 'workspace' })
            }}
          >
            {t('startAsking')}
          </Button>
        )}
      </div>
      <ProgressBar
        share={pages === 0 ? 0 : done / pages}
        label={t('addingTitle', { count: rows.length, formatted: formatNumber(rows.length) })}
        className="mt-3"
      />
    </header>
  )
}

function FileRow({ row }: { readonly row: ImportRow }) {
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

function Line({
  icon,
  row,
  note,
  tone = 'text-muted',
  children,
}: {
  readonly icon: React.ReactNode
  readonly row: ImportRow
  readonly note: string
  readonly tone?: string
  readonly children: React.ReactNode
}) {
  return (
    <>
      <span className={tone}>{icon}</span>
      <div className="w-[36%] min-w-0 shrink-0">
        <p className="flex min-w-0">
          <Name>{row.name}</Name>
        </p>
        <p className={`cut text-xs ${tone}`}>{note}</p>
      </div>
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-3">{children}</div>
    </>
  )
}

function Working({ row, document }: { readonly row: ImportRow; readonly document: Document }) {
  const { t } = useTranslation('library')
  const speed = useLibrary(({ speeds }) => speeds.get(document.id))
  const { status, pageCount, pagesDone } = document
  const left = speed && pageCount !== null ? ((pageCount - pagesDone) / speed) * 1_000 : null
  const waiting = status === 'queued'
  return (
    <Line
      icon={
        waiting ? (
          <Clock size={16} />
        ) : (
          <ProgressRing share={shareOf(document)} label={t('adding', { name: row.name })} />
        )
      }
      row={row}
      note={formatBytes(row.bytes)}
    >
      <div className="min-w-32 flex-1">
        <div className="flex gap-1" aria-hidden="true">
          {segmentsOf(document).map((filled, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: always the same four
            <span key={index} className="h-1 flex-1 overflow-hidden rounded-[2px] bg-active">
              <span className="block h-full bg-accent" style={{ width: `${filled * 100}%` }} />
            </span>
          ))}
        </div>
        <p className="text-xs text-muted">{t(STEP[status])}</p>
      </div>
      <span className="tabular w-24 text-end text-xs text-muted">
        {pageCount !== null &&
          t('pagesOf', { done: formatNumber(pagesDone), formatted: formatNumber(pageCount) })}
      </span>
      <span className="tabular w-20 text-end text-xs text-muted max-[1180px]:hidden">
        {speed !== undefined && t('speed', { formatted: formatNumber(speed) })}
      </span>
      <span className="tabular w-14 text-end text-xs text-muted max-[1180px]:hidden">
        {left !== null && formatDuration(left)}
      </span>
      <IconButton
        small
        label={t('cancelFile', { name: row.name })}
        icon={<X size={14} />}
        onClick={() => cancel(document.id)}
      />
    </Line>
  )
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

function Failed({
  row,
  error,
  document,
}: {
  readonly row: ImportRow
  readonly error: ErrorInfo
  readonly document?: Document
}) {
  const { t } = useTranslation('library')
  const dismiss = useImports((state) => state.dismiss)
  const locked = error.code === 'document_encrypted' || error.code === 'document_wrong_password'
  if (locked && document) {
    return (
      <Line icon={<Lock size={16} />} row={row} note={t('passwordNeeded')} tone="text-danger-fg">
        <Unlock document={document} wrong={error.code === 'document_wrong_password'} />
      </Line>
    )
  }
  return (
    <Line icon={<CircleAlert size={16} />} row={row} note={t('failed')} tone="text-danger-fg">
      <p dir="auto" className="min-w-40 flex-1 text-soft">
        {sentenceOf(error)}
      </p>
      {document && (
        <Button icon={<RotateCcw size={14} />} onClick={() => attempt(retry(document.id))}>
          {t('retry')}
        </Button>
      )}
      <IconButton
        small
        label={t('dismiss', { name: row.name })}
        icon={<X size={14} />}
        onClick={() => dismiss(row.key)}
      />
    </Line>
  )
}

function Unlock({ document, wrong }: { readonly document: Document; readonly wrong: boolean }) {
  const { t } = useTranslation('library')
  const [password, setPassword] = useState('')
  const unlock = (event: FormEvent) => {
    event.preventDefault()
    if (password !== '') attempt(retry(document.id, password))
    setPassword('')
  }
  return (
    <form onSubmit={unlock} className="flex flex-1 flex-wrap items-start gap-2">
      <Field
        type="password"
        dir="ltr"
        label={t('passwordOf', { name: document.name })}
        placeholder={t('password')}
        autoComplete="off"
        value={password}
        error={wrong ? t('wrongPassword') : undefined}
        className="min-w-40 flex-1"
        onChange={(event) => setPassword(event.target.value)}
      />
      <Button kind="primary" type="submit" disabled={password === ''}>
        {t('unlock')}
      </Button>
      <span className="self-center text-xs text-muted">{t('keptInMemory')}</span>
    </form>
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
