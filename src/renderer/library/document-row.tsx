/** A document in the library. A ready one shows its page count and nothing else: a mark means something to know. */
import {
  Ban,
  CircleAlert,
  Clock,
  FileText,
  FolderInput,
  Lock,
  MessageSquare,
  Pencil,
  RotateCcw,
  ScanText,
  Target,
  Trash2,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Document } from '../../contract/index.ts'
import { RenameField } from '../chat/rename-field.tsx'
import { formatNumber, formatPercent } from '../i18n/format.ts'
import { classes, type MenuItem, Name, ProgressRing, RightClickMenu } from '../kit/index.ts'
import { isSettled } from '../shell/work.ts'
import { useApp } from '../state/app.ts'
import { attempt, sentenceOf } from '../state/errors.ts'
import { useViewer } from '../viewer/store.ts'
import { cancel, moveDocuments, removeDocuments, renameDocument, retry } from './actions.ts'
import { DocumentCard } from './document-card.tsx'
import { DRAGGED } from './dragging.ts'
import { indent, type RowProps, rowClasses } from './folder-row.tsx'
import { shareOf } from './progress.ts'
import { askAbout, toggleScope, useInScope } from './scope.ts'
import { useSelection } from './selection.ts'
import { useLibrary } from './store.ts'

export function DocumentRow({
  document: row,
  depth,
  selected,
  focused,
  onClick,
  onContextMenu,
}: RowProps & { readonly document: Document }) {
  const { t } = useTranslation('library')
  const renaming = useSelection((state) => state.renaming === row.id)
  const rename = useSelection((state) => state.rename)
  const inScope = useInScope(row)
  const items = useDocumentMenu(row, depth)
  return (
    <RightClickMenu items={items}>
      <div
        role="treeitem"
        id={`row-${row.id}`}
        tabIndex={-1}
        aria-level={depth + 1}
        aria-selected={selected}
        aria-label={inScope ? t('inScope', { name: row.name }) : undefined}
        draggable={!renaming}
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
                <Name>{row.name.replace(/\.pdf$/i, '')}</Name>
              </span>
            </DocumentCard>
            <State document={row} />
          </>
        )}
      </div>
    </RightClickMenu>
  )
}

function State({
  document: { name, status, pageCount, pagesDone, pagesWithoutText, error },
}: {
  readonly document: Document
}) {
  const { t } = useTranslation('library')
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

function useDocumentMenu(document: Document, depth: number): MenuItem[] {
  const { t } = useTranslation('library')
  const folders = useLibrary((library) => library.folders)
  const { rename, selected } = useSelection.getState()
  const chosen = selected.has(document.id) ? [...selected] : [document.id]
  const openDocument = useViewer((viewer) => viewer.openDocument)
  const show = useApp((app) => app.show)
  const targets = [...folders.values()].filter(({ id }) => id !== document.folderId)
  return [
    { label: t('open'), icon: <FileText size={16} />, keys: 'Enter', run: () => openDocument(document.id) },
    {
      label: t('askAbout'),
      icon: <MessageSquare size={16} />,
      run: () => {
        show({ name: 'workspace' })
        askAbout(chosen)
      },
    },
    {
      label: t('toggleScope'),
      icon: <Target size={16} />,
      keys: 'Space',
      run: () => toggleScope({ type: 'document', document, depth }),
    },
    ...(isSettled(document)
      ? []
      : [{ label: t('cancel'), icon: <Ban size={16} />, run: () => cancel(document.id) }]),
    ...(document.status === 'failed' || document.status === 'cancelled'
      ? [{ label: t('retry'), icon: <RotateCcw size={16} />, run: () => attempt(retry(document.id)) }]
      : []),
    {
      label: t('rename'),
      icon: <Pencil size={16} />,
      keys: 'F2',
      starts: true,
      // The menu gives the focus back before the field may take it.
      run: () => setTimeout(() => rename(document.id)),
    },
    ...(document.folderId === null
      ? []
      : [
          {
            label: t('moveTop'),
            icon: <FolderInput size={16} />,
            run: () => moveDocuments(chosen, null),
          },
        ]),
    ...targets.slice(0, 12).map(({ id, name }) => ({
      label: <bdi>{t('moveTo', { name })}</bdi>,
      icon: <FolderInput size={16} />,
      run: () => moveDocuments(chosen, id),
    })),
    {
      label: t('remove'),
      icon: <Trash2 size={16} />,
      keys: 'Delete',
      danger: true,
      starts: true,
      run: () => removeDocuments(chosen),
    },
  ]
}
