/** Commands of the library. */
import i18next from 'i18next'
import { registerCommands } from '../commands/commands.ts'
import { showLibrary } from '../shell/widths.ts'
import { hasRole } from '../state/account.ts'
import { useApp } from '../state/app.ts'
import { useSettings } from '../state/settings.ts'
import { copy } from '../sync/dialogs.ts'
import { isSynced, syncedNow } from '../sync/server.ts'
import { createFolder } from './actions.ts'
import { chooseFiles, chooseFolder } from './imports.ts'
import { useSelection } from './selection.ts'
import { useLibrary } from './store.ts'
import { useTagging } from './tagging.ts'

export function registerLibraryCommands(): void {
  const selection = useSelection.getState
  const mayChange = () => hasRole('member')
  const chosen = () => [...selection().selected].filter((id) => useLibrary.getState().documents.has(id))
  registerCommands([
    {
      name: 'documents.add',
      title: () => i18next.t('library:addPdfs'),
      keys: 'Ctrl O',
      available: mayChange,
      run: chooseFiles,
    },
    {
      name: 'documents.addFolder',
      title: () => i18next.t('library:chooseFolder'),
      available: mayChange,
      run: chooseFolder,
    },
    {
      name: 'folder.new',
      title: () => i18next.t('library:newFolder'),
      available: mayChange,
      run: () => {
        showLibrary(true)
        selection().rename(createFolder(i18next.t('library:newFolderName'), null))
      },
    },
    {
      name: 'library.filter',
      title: () => i18next.t('library:filter'),
      keys: '/',
      run: () => {
        showLibrary(true)
        requestAnimationFrame(() => document.getElementById('library-filter')?.focus())
      },
    },
    {
      name: 'library.rename',
      title: () => i18next.t('library:rename'),
      available: () => selection().at !== null && mayChange(),
      run: () => selection().rename(selection().at),
    },
    {
      name: 'library.tags',
      title: () => i18next.t('library:editTags'),
      available: () => chosen().length > 0 && mayChange(),
      run: () => useTagging.getState().open(chosen()),
    },
    {
      name: 'library.copy',
      title: () => i18next.t('sync:copyDocuments'),
      available: () =>
        chosen().length > 0 && !syncedNow() && useSettings.getState().workspaces.some(isSynced),
      run: () => copy(chosen()),
    },
    {
      name: 'imports.open',
      keys: 'Ctrl J',
      title: () => i18next.t('library:adding_list'),
      run: () => useApp.getState().show({ name: 'imports' }),
    },
  ])
}
