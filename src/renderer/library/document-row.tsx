/** A document in the library. A ready one shows its page count and nothing else: a mark means something to know. */
import { Ban, CircleAlert, Clock, Cloud, FileText, Lock, ScanText } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Document } from '../../contract/index.ts'
import { formatList, formatName, formatNumber, formatPercent } from '../i18n/format.ts'
import { classes, Name, ProgressRing, RenameField, Spinner } from '../kit/index.ts'
import { useHasRole } from '../state/account.ts'
import { sentenceOf } from '../state/errors.ts'
import { useSync } from '../sync/store.ts'
import { renameDocument } from './actions.ts'
import { DocumentCard } from './document-card.tsx'
import { DRAGGED } from './dragging.ts'
import { indent, type RowProps, rowClasses } from './folder-row.tsx'
import { shareOf } from './progress.ts'
import { useInScope } from './scope.ts'
import { useSelection } from './selection.ts'

export function DocumentRow({
  document: row,
  depth,
  selected,
  focused,
  onClick,
  onContextMenu,
}: RowProps & { readonly document: Document }) {
  const { t } = useTranslation('library')
  const mayChange = useHasRole('member')
  const renaming = useSelection((state) => state.renaming === row.id)
  const rename = useSelection((state) => state.rename)
  const inScope = useInScope(row)
  return (
    <div
      role="treeitem"
      id={`row-${row.id}`}
      tabIndex={-1}
      aria-level={depth + 1}
      aria-selected={selected}
      aria-label={inScope ? t('inScope', { name: row.name }) : undefined}
      draggable={!renaming && mayChange}
      onDragStart={(event) => {
        const { selected: all } = useSelection.getState()
        event.dataTransfer.setData(DRAGGED, (all.has(row.id) ? [...all] : [row.id]).join(' '))
      }}
      onClick={onClick}
      onKeyDown={() => {}}
      onContextMenu={onContextMenu}
      style={indent(depth)}
      className={classes(
        rowClasses(selected, focused),
        'relative',
        inScope && 'before:absolute before:inset-y-0 before:start-0 before:w-0.5 before:bg-accent',
      )}
    >
      {depth > 0 && <span className="w-1" />}
      {renaming ? (
        <>
          <FileText size={16} />
          <RenameField
            label={t('documentName')}
            value={row.name}
            onDone={(name) => {
              rename(null)
              if (name !== null) renameDocument(row.id, name)
              globalThis.document.getElementById('library-tree')?.focus()
            }}
          />
        </>
      ) : (
        <>
          <DocumentCard document={row}>
            <span className="flex min-w-0 flex-1 items-center gap-2">
              <FileText size={16} />
              <Name>{formatName(row.name)}</Name>
            </span>
          </DocumentCard>
          <TagsOf tags={row.tags} />
          <OnServer id={row.id} />
          <State document={row} />
        </>
      )}
    </div>
  )
}

/** The first of its tags, and how many more there are. */
function TagsOf({ tags }: Pick<Document, 'tags'>) {
  const { t } = useTranslation('library')
  const [first] = tags
  if (first === undefined) return null
  return (
    <span
      title={formatList(tags)}
      className="flex max-w-20 min-w-6 shrink items-center gap-1 rounded-chip bg-active px-1.5 text-2xs text-soft"
    >
      <span className="sr-only">{t('tags')}: </span>
      <span dir="auto" className="cut">
        {first}
      </span>
      {tags.length > 1 && <span className="shrink-0">+{formatNumber(tags.length - 1)}</span>}
    </span>
  )
}

/** A cloud where the file is only on the server. */
function OnServer({ id }: Pick<Document, 'id'>) {
  const { t } = useTranslation('sync')
  const isRemote = useSync(({ remoteFiles }) => remoteFiles.has(id))
  const isFetching = useSync(({ fetching }) => fetching.has(id))
  if (isFetching)
    return (
      <span title={t('fetching')} className="shrink-0 text-muted">
        <Spinner />
        <span className="sr-only">{t('fetching')}</span>
      </span>
    )
  if (!isRemote) return null
  return (
    <span title={t('onlyOnServerTitle')} className="flex shrink-0 text-muted">
      <Cloud size={14} role="img" aria-label={t('onlyOnServer')} />
    </span>
  )
}

function State({
  document: { name, status, pageCount, pagesDone, pagesWithoutText, error },
}: {
  readonly document: Document
}) {
  const { t } = useTranslation(['library', 'sync'])
  const mark = 'flex shrink-0 items-center gap-1 text-xs'
  if (status === 'failed') {
    const locked = error?.code === 'document_encrypted' || error?.code === 'document_wrong_password'
    return (
      <span title={error ? sentenceOf(error) : ''} className={`${mark} text-danger-fg`}>
        {locked ? <Lock size={14} /> : <CircleAlert size={14} />} {t(locked ? 'locked' : 'failed')}
      </span>
    )
  }
  if (status === 'cancelled') {
    return (
      <span className={`${mark} text-muted`}>
        <Ban size={14} /> {t('stopped')}
      </span>
    )
  }
  if (status === 'waiting')
    return (
      <span title={t('sync:textComing')} className={`${mark} text-muted`}>
        <Clock size={14} /> {t('waiting')}
      </span>
    )
  if (status === 'queued') return <Clock size={14} className="text-muted" aria-label={t('waiting')} />
  if (status !== 'ready') {
    const share = shareOf({ status, pageCount, pagesDone })
    return (
      <span className={`${mark} text-muted`}>
        <ProgressRing share={share} label={t('adding', { name })} /> {formatPercent(share)}
      </span>
    )
  }
  if (pagesWithoutText.length > 0) {
    return (
      <span
        title={t('scannedTitle', {
          count: pagesWithoutText.length,
          formatted: formatNumber(pagesWithoutText.length),
        })}
        className={`${mark} text-warn-fg`}
      >
        <ScanText size={14} />{' '}
        {t('scanned', { count: pagesWithoutText.length, formatted: formatNumber(pagesWithoutText.length) })}
      </span>
    )
  }
  return <span className="tabular text-xs text-muted">{pageCount !== null && formatNumber(pageCount)}</span>
}
