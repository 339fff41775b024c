/** Commands that find: the search view, the palette, the list of shortcuts. */
import i18next from 'i18next'
import { registerCommands } from '../commands/commands.ts'
import { useApp } from '../state/app.ts'

export function registerSearchCommands(): void {
  const app = useApp.getState
  const toggle = (palette: 'all' | 'documents') => () =>
    app().set({ palette: app().palette === palette ? 'closed' : palette, shortcuts: false })
  registerCommands([
    {
      name: 'search.open',
      title: () => i18next.t('search:open'),
      keys: 'Ctrl Shift F',
      run: () => {
        app().show({ name: 'search' })
        // The field may have to be drawn first.
        setTimeout(() => document.getElementById('search-field')?.focus())
      },
    },
    {
      name: 'palette.open',
      title: () => i18next.t('palette:open'),
      keys: 'Ctrl K',
      run: toggle('all'),
    },
    {
      name: 'palette.documents',
      title: () => i18next.t('palette:openDocuments'),
      keys: 'Ctrl P',
      run: toggle('documents'),
    },
    {
      name: 'shortcuts.open',
      title: () => i18next.t('palette:openShortcuts'),
      keys: '?',
      run: () => app().set({ shortcuts: true, palette: 'closed' }),
    },
  ])
}
