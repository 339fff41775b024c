/** The tree of folders and documents: one stop of the keyboard, virtualised, so that ten thousand documents scroll like ten. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, useDeferredValue, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { runCommand } from '../commands/commands.ts'
import { RightClickMenu } from '../kit/index.ts'
import { isRefused } from '../state/account.ts'
import { useApp } from '../state/app.ts'
import { useSession } from '../state/session.ts'
import { useSettings } from '../state/settings.ts'
import { useViewer } from '../viewer/store.ts'
import { removeDocuments, removeFolder } from './actions.ts'
import { DocumentRow } from './document-row.tsx'
import { DRAGGED, dropRows } from './dragging.ts'
import { FolderRow } from './folder-row.tsx'
import { useRowMenu } from './row-menu.tsx'
import { toggleScope } from './scope.ts'
import { useSelection } from './selection.ts'
import { useLibrary } from './store.ts'
import { idOf, type Row, rowsOf } from './tree.ts'

export function Tree() {
  const { t } = useTranslation('library')
  const documents = useLibrary((library) => library.documents)
  const folders = useLibrary((library) => library.folders)
  const loaded = useSession((session) => session.loaded)
  const { closed, filter, selected, at } = useSelection()
  const text = useDeferredValue(useSelection((state) => state.text))
  const rows = useMemo(
    () => rowsOf({ documents, folders, closed, text, filter }),
    [documents, folders, closed, text, filter],
  )
  const scroller = useRef<HTMLDivElement>(null)
  const rowHeight = useRowHeight()
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    getItemKey: (index) => {
      const row = rows[index]
      return row ? idOf(row) : index
    },
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another density has other rows
  useEffect(() => virtual.measure(), [rowHeight])
  useEffect(() => {
    const index = rows.findIndex((row) => idOf(row) === at)
    if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' })
  }, [at, rows, virtual])

  const menu = useRowMenu(rows.find((row) => idOf(row) === at))

  if (!loaded) return <Loading />
  return (
    <RightClickMenu items={menu}>
      <div
        ref={scroller}
        role="tree"
        id="library-tree"
        aria-label={t('tree')}
        aria-multiselectable="true"
        aria-activedescendant={at === null ? undefined : `row-${at}`}
        tabIndex={rows.length > 0 ? 0 : -1}
        onKeyDown={(event) => onKeyDown(event, rows)}
        onContextMenu={(event) => {
          // The menu key, unlike the mouse, means the row that the keyboard is at.
          const beside = event.target instanceof Element && !event.target.closest('[role=treeitem]')
          if (event.button === 2 && beside) useSelection.getState().select([], null)
        }}
        onDragOver={(event) => event.dataTransfer.types.includes(DRAGGED) && event.preventDefault()}
        onDrop={(event) => dropRows(event.dataTransfer, null)}
        className="min-h-0 flex-1 overflow-y-auto px-2 pb-2 outline-offset-[-2px]"
      >
        {rows.length === 0 && documents.size > 0 && (
          <p className="px-2 text-muted">{t(filter === 'attention' ? 'nothingNeedsYou' : 'nothingFound')}</p>
        )}
        <div className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, key, start, size }) => {
            const row = rows[index]
            if (!row) return null
            const shared = {
              depth: row.depth,
              selected: selected.has(idOf(row)),
              focused: at === idOf(row),
              onClick: (event: MouseEvent) => choose(event, rows, row),
              onContextMenu: () =>
                useSelection
                  .getState()
                  .select(selected.has(idOf(row)) ? [...selected] : [idOf(row)], idOf(row)),
            }
            return (
              <div key={key} className="absolute inset-x-0" style={{ top: start, height: size }}>
                {row.type === 'folder' ? (
                  <FolderRow folder={row.folder} count={row.count} open={row.open} {...shared} />
                ) : (
                  <DocumentRow document={row.document} {...shared} />
                )}
              </div>
            )
          })}
        </div>
      </div>
    </RightClickMenu>
  )
}

const useRowHeight = (): number =>
  useSettings(({ settings }) => (settings.density === 'comfortable' ? 32 : 28))

const Loading = () => (
  <div aria-hidden="true" className="flex flex-col gap-2 px-4 py-2">
    {['w-4/5', 'w-3/5', 'w-2/3'].map((width) => (
      <div key={width} className={`h-4 rounded-chip bg-active ${width} motion-safe:animate-pulse`} />
    ))}
  </div>
)

function choose(event: MouseEvent, rows: readonly Row[], row: Row): void {
  const { selected, at, select, setOpen, closed } = useSelection.getState()
  const id = idOf(row)
  if (event.shiftKey && at !== null) select(rangeOf(rows, at, id), at)
  else if (event.ctrlKey || event.metaKey) {
    select(selected.has(id) ? [...selected].filter((one) => one !== id) : [...selected, id], id)
  } else {
    select([id], id)
    if (row.type === 'folder') setOpen(id, closed.has(id))
    else open(id)
  }
}

function rangeOf(rows: readonly Row[], from: string, to: string): string[] {
  const ids = rows.map(idOf)
  const [first, last] = [ids.indexOf(from), ids.indexOf(to)].sort((a, b) => a - b)
  return ids.slice(first, (last ?? 0) + 1)
}

function open(id: string): void {
  useApp.getState().show({ name: 'workspace' })
  useViewer.getState().openDocument(id)
}

function onKeyDown(event: KeyboardEvent, rows: readonly Row[]): void {
  const { at, select, selected, closed, setOpen } = useSelection.getState()
  const index = rows.findIndex((row) => idOf(row) === at)
  const row = rows[index]
  const go = (to: number) => {
    const next = rows[Math.max(0, Math.min(rows.length - 1, to))]
    if (!next) return
    select(event.shiftKey ? [...selected, idOf(next)] : [idOf(next)], idOf(next))
  }
  const [opens, closes] =
    document.documentElement.dir === 'rtl' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowRight', 'ArrowLeft']
  switch (event.key) {
    case 'ArrowDown':
      go(index + 1)
      break
    case 'ArrowUp':
      go(index - 1)
      break
    case 'Home':
      go(0)
      break
    case 'End':
      go(rows.length - 1)
      break
    case opens:
      if (row?.type === 'folder' && closed.has(row.folder.id)) setOpen(row.folder.id, true)
      else go(index + 1)
      break
    case closes:
      if (row?.type === 'folder' && row.open) setOpen(row.folder.id, false)
      else
        go(rows.findLastIndex((one, before) => before < index && row !== undefined && one.depth < row.depth))
      break
    case 'Enter':
      if (row?.type === 'document') open(row.document.id)
      if (row?.type === 'folder') setOpen(row.folder.id, closed.has(row.folder.id))
      break
    case ' ':
      if (row) toggleScope(row)
      break
    case 'F2':
      runCommand('library.rename')
      break
    case 'Delete':
      removeSelected(rows)
      break
    default:
      if (event.key === 'a' && (event.ctrlKey || event.metaKey)) select(rows.map(idOf), at)
      else {
        typeAhead(event.key, rows, index, go)
        return
      }
  }
  event.preventDefault()
  event.stopPropagation()
}

function typeAhead(key: string, rows: readonly Row[], index: number, go: (to: number) => void): void {
  if (key.length !== 1 || key === '/' || key === '?') return
  const starts = (row: Row) =>
    (row.type === 'folder' ? row.folder : row.document).name
      .toLocaleLowerCase()
      .startsWith(key.toLocaleLowerCase())
  const next = rows.findIndex((row, place) => place > index && starts(row))
  const found = next >= 0 ? next : rows.findIndex(starts)
  if (found >= 0) go(found)
}

function removeSelected(rows: readonly Row[]): void {
  if (isRefused('member')) return
  const { selected, select } = useSelection.getState()
  const chosen = rows.filter((row) => selected.has(idOf(row)))
  const last = rows.findLastIndex((row) => selected.has(idOf(row)))
  const next = rows[last + 1] ?? rows.findLast((row) => !selected.has(idOf(row)))
  select(next ? [idOf(next)] : [], next ? idOf(next) : null)
  for (const row of chosen) if (row.type === 'folder') removeFolder(row.folder.id)
  removeDocuments(chosen.flatMap((row) => (row.type === 'document' ? [row.document.id] : [])))
}
