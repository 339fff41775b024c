/** What a right click offers on a row of the library. */
import type { TFunction } from 'i18next'
import {
  Ban,
  CloudDownload,
  CloudUpload,
  FileText,
  FolderInput,
  FolderPlus,
  MessageSquare,
  Pencil,
  Plus,
  RotateCcw,
  Tag,
  Target,
  Trash2,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { runCommand } from '../commands/commands.ts'
import type { MenuItem } from '../kit/index.ts'
import { isSettled } from '../shell/work.ts'
import { useHasRole } from '../state/account.ts'
import { useApp } from '../state/app.ts'
import { attempt } from '../state/errors.ts'
import { useSettings } from '../state/settings.ts'
import { copy } from '../sync/dialogs.ts'
import { isSynced, syncedNow } from '../sync/server.ts'
import { useSync } from '../sync/store.ts'
import { useViewer } from '../viewer/store.ts'
import { cancel, createFolder, moveDocuments, removeDocuments, removeFolder, retry } from './actions.ts'
import { askAbout, toggleScope } from './scope.ts'
import { useSelection } from './selection.ts'
import { useLibrary } from './store.ts'
import { useTagging } from './tagging.ts'
import type { Row } from './tree.ts'

type Translate = TFunction<['library', 'sync']>

/** More folders than this are moved to by dragging. */
const MOST_TARGETS = 12

/** For the row that the keyboard or the last click is at; without one, what the library itself offers. */
export function useRowMenu(row: Row | undefined): readonly MenuItem[] {
  const { t } = useTranslation(['library', 'sync'])
  const mayChange = useHasRole('member')
  if (!mayChange) return row ? readersMenu(t, row) : []
  if (!row) return libraryMenu(t)
  return row.type === 'folder' ? folderMenu(t, row) : documentMenu(t, row)
}

/** The menu gives the focus back before the field may take it. */
const rename = (id: string) => setTimeout(() => useSelection.getState().rename(id))

const libraryMenu = (t: Translate): MenuItem[] => [
  {
    label: t('addPdfs'),
    icon: <Plus size={16} />,
    keys: 'Ctrl O',
    run: () => void runCommand('documents.add'),
  },
  { label: t('newFolder'), icon: <FolderPlus size={16} />, run: () => void runCommand('folder.new') },
]

/** For viewers, who change nothing. */
const readersMenu = (t: Translate, row: Row): MenuItem[] => [
  {
    label: t(row.type === 'folder' ? 'askFolder' : 'toggleScope'),
    icon: <Target size={16} />,
    keys: 'Space',
    run: () => toggleScope(row),
  },
  ...(row.type === 'document' ? remoteItems(t, [row.document.id]) : []),
]

function folderMenu(t: Translate, row: Extract<Row, { type: 'folder' }>): MenuItem[] {
  const { id } = row.folder
  return [
    { label: t('askFolder'), icon: <Target size={16} />, keys: 'Space', run: () => toggleScope(row) },
    {
      label: t('newFolderIn'),
      icon: <FolderPlus size={16} />,
      run: () => rename(createFolder(t('newFolderName'), id)),
    },
    { label: t('rename'), icon: <Pencil size={16} />, keys: 'F2', starts: true, run: () => rename(id) },
    {
      label: t('removeFolder'),
      icon: <Trash2 size={16} />,
      keys: 'Delete',
      danger: true,
      run: () => removeFolder(id),
    },
  ]
}

function documentMenu(t: Translate, row: Extract<Row, { type: 'document' }>): MenuItem[] {
  const { document } = row
  const { id, status, folderId } = document
  const { selected } = useSelection.getState()
  const { documents, folders: allFolders } = useLibrary.getState()
  const chosen = selected.has(id) ? [...selected].filter((one) => documents.has(one)) : [id]
  const folders = [...allFolders.values()].filter((folder) => folder.id !== folderId)
  const move = (label: MenuItem['label'], to: string | null): MenuItem => ({
    label,
    icon: <FolderInput size={16} />,
    run: () => moveDocuments(chosen, to),
  })
  return [
    {
      label: t('open'),
      icon: <FileText size={16} />,
      keys: 'Enter',
      run: () => useViewer.getState().openDocument(id),
    },
    {
      label: t('askAbout'),
      icon: <MessageSquare size={16} />,
      run: () => {
        useApp.getState().show({ name: 'workspace' })
        askAbout(chosen)
      },
    },
    { label: t('toggleScope'), icon: <Target size={16} />, keys: 'Space', run: () => toggleScope(row) },
    ...(isSettled(document) ? [] : [{ label: t('cancel'), icon: <Ban size={16} />, run: () => cancel(id) }]),
    ...(status === 'failed' || status === 'cancelled'
      ? [{ label: t('retry'), icon: <RotateCcw size={16} />, run: () => attempt(retry(id)) }]
      : []),
    ...remoteItems(t, chosen),
    { label: t('rename'), icon: <Pencil size={16} />, keys: 'F2', starts: true, run: () => rename(id) },
    {
      label: t('editTags'),
      icon: <Tag size={16} />,
      // The menu gives the focus back before the dialog may take it.
      run: () => setTimeout(() => useTagging.getState().open(chosen)),
    },
    ...copyItems(t, chosen),
    ...(folderId === null ? [] : [move(t('moveTop'), null)]),
    ...folders.slice(0, MOST_TARGETS).map((to) => move(<bdi>{t('moveTo', { name: to.name })}</bdi>, to.id)),
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

/** Brings files here that are only on the server. */
function remoteItems(t: Translate, ids: readonly string[]): readonly MenuItem[] {
  const { remoteFiles, fetchFile } = useSync.getState()
  const remote = ids.filter((id) => remoteFiles.has(id))
  return remote.length === 0
    ? []
    : [
        {
          label: t('sync:keepHere'),
          icon: <CloudDownload size={16} />,
          run: () =>
            attempt(
              (async () => {
                for (const id of remote) await fetchFile(id)
              })(),
            ),
        },
      ]
}

/** Out of a workspace of this computer alone. */
const copyItems = (t: Translate, ids: readonly string[]): readonly MenuItem[] =>
  syncedNow() || !useSettings.getState().workspaces.some(isSynced)
    ? []
    : [
        {
          label: t('sync:copyDocuments'),
          icon: <CloudUpload size={16} />,
          run: () => setTimeout(() => copy(ids)),
        },
      ]
