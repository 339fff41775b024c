/** Commands of the window itself: its panes, going back, undoing. */
import i18next from 'i18next'
import { registerCommands } from '../commands/commands.ts'
import { useApp } from '../state/app.ts'
import { attempt } from '../state/errors.ts'
import { host } from '../state/host.ts'
import { useUndo } from '../state/undo.ts'
import { focusNextPane } from './focus.ts'
import { isLibraryShown, resizeLibrary, showLibrary } from './widths.ts'

export function registerShellCommands(): void {
  const app = useApp.getState
  registerCommands([
    {
      name: 'window.library',
      title: () => i18next.t(isLibraryShown() ? 'hideLibrary' : 'showLibrary'),
      keys: 'Ctrl B',
      run: () => showLibrary(!isLibraryShown()),
    },
    {
      name: 'window.viewer',
      title: () => i18next.t(app().viewerOpen ? 'hideViewer' : 'showViewer'),
      keys: 'Ctrl Alt V',
      run: () => app().set({ viewerOpen: !app().viewerOpen }),
    },
    {
      name: 'window.undo',
      title: () => i18next.t('undo'),
      keys: 'Ctrl Z',
      available: () => useUndo.getState().history.length > 0 && !isEditing(),
      run: () => attempt(useUndo.getState().undo()),
    },
    { name: 'window.nextPane', title: () => i18next.t('nextPane'), keys: 'F6', run: () => focusNextPane(1) },
    {
      name: 'window.previousPane',
      title: () => i18next.t('previousPane'),
      keys: 'Shift F6',
      run: () => focusNextPane(-1),
    },
    {
      name: 'window.widerLibrary',
      title: () => i18next.t('widerLibrary'),
      keys: 'Ctrl Alt →',
      run: () => resizeLibrary(16),
    },
    {
      name: 'window.narrowerLibrary',
      title: () => i18next.t('narrowerLibrary'),
      keys: 'Ctrl Alt ←',
      run: () => resizeLibrary(-16),
    },
    {
      name: 'account.signOut',
      title: () => i18next.t('signOut'),
      available: () => host.account !== undefined,
      run: () => attempt(host.account?.signOut() ?? Promise.resolve()),
    },
    {
      name: 'window.back',
      title: () => i18next.t('backToWorkspace'),
      keys: 'Esc',
      available: () => app().view.name !== 'workspace' && !document.querySelector('dialog[open]'),
      run: () => app().show({ name: 'workspace' }),
    },
  ])
}

/** In a text field, Ctrl Z is the field's. */
const isEditing = () =>
  document.activeElement instanceof HTMLElement && /^(INPUT|TEXTAREA)$/.test(document.activeElement.tagName)
