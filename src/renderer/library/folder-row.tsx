/** A folder in the library: opened and closed, renamed in place, a target for what is dragged. */
import { ChevronRight, Folder as FolderIcon } from 'lucide-react'
import { type MouseEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Folder } from '../../contract/index.ts'
import { formatNumber } from '../i18n/format.ts'
import { classes, Name, RenameField } from '../kit/index.ts'
import { useHasRole } from '../state/account.ts'
import { renameFolder } from './actions.ts'
import { DRAGGED, dropRows } from './dragging.ts'
import { addDropped } from './drop.ts'
import { useSelection } from './selection.ts'

const OPENS_AFTER_MS = 600

export interface RowProps {
  readonly depth: number
  readonly selected: boolean
  readonly focused: boolean
  readonly onClick: (event: MouseEvent) => void
  readonly onContextMenu: () => void
}

/** The row's own start, with room for its depth. */
export const indent = (depth: number) => ({ paddingInlineStart: 8 + depth * 16 })

export const rowClasses = (selected: boolean, focused: boolean) =>
  classes(
    'flex h-full w-full items-center gap-2 rounded-control pe-2 text-soft hover:bg-hover',
    selected && 'bg-selected text-fg hover:bg-selected',
    focused && 'in-focus-visible:outline-2 in-focus-visible:-outline-offset-2 in-focus-visible:outline-focus',
  )

export function FolderRow({
  folder,
  count,
  open,
  depth,
  selected,
  focused,
  onClick,
  onContextMenu,
}: RowProps & { readonly folder: Folder; readonly count: number; readonly open: boolean }) {
  const { t } = useTranslation('library')
  const mayChange = useHasRole('member')
  const renaming = useSelection((state) => state.renaming === folder.id)
  const { rename, setOpen } = useSelection.getState()
  const [target, setTarget] = useState(false)
  const opening = useRef<ReturnType<typeof setTimeout>>(undefined)
  const leave = () => {
    clearTimeout(opening.current)
    setTarget(false)
  }
  return (
    <div
      role="treeitem"
      id={`row-${folder.id}`}
      tabIndex={-1}
      aria-level={depth + 1}
      aria-expanded={open}
      aria-selected={selected}
      draggable={!renaming && mayChange}
      onDragStart={(event) => event.dataTransfer.setData(DRAGGED, folder.id)}
      onDragEnter={() => {
        setTarget(true)
        clearTimeout(opening.current)
        opening.current = setTimeout(() => setOpen(folder.id, true), OPENS_AFTER_MS)
      }}
      onDragLeave={leave}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        event.stopPropagation()
        leave()
        if (event.dataTransfer.types.includes(DRAGGED)) dropRows(event.dataTransfer, folder.id)
        else addDropped(event.dataTransfer, folder.id)
      }}
      onClick={onClick}
      onKeyDown={() => {}}
      onContextMenu={onContextMenu}
      style={indent(depth)}
      className={classes(
        rowClasses(selected, focused),
        depth === 0 && 'font-semibold text-fg',
        target && 'outline-2 -outline-offset-2 outline-accent',
      )}
    >
      <ChevronRight
        size={14}
        className={classes('flip transition-transform', open && 'rotate-90 rtl:-rotate-90')}
      />
      <FolderIcon size={16} />
      {renaming ? (
        <RenameField
          label={t('folderName')}
          value={folder.name}
          onDone={(name) => {
            rename(null)
            if (name !== null) renameFolder(folder.id, name)
            document.getElementById('library-tree')?.focus()
          }}
        />
      ) : (
        <>
          <span className="flex min-w-0 flex-1">
            <Name>{folder.name}</Name>
          </span>
          <span className="tabular text-xs font-normal text-muted">{formatNumber(count)}</span>
        </>
      )}
    </div>
  )
}
