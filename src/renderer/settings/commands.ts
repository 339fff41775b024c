/** Commands that open the settings, or change what is changed most without them. */
import i18next from 'i18next'
import { registerCommands } from '../commands/commands.ts'
import { settingsPages, useApp } from '../state/app.ts'
import { useSettings } from '../state/settings.ts'
import { isShown } from './pages.tsx'

export function registerSettingsCommands(): void {
  registerCommands([
    {
      name: 'settings.open',
      title: () => i18next.t('settings:open'),
      keys: 'Ctrl ,',
      run: () => useApp.getState().show({ name: 'settings', page: 'general' }),
    },
    ...settingsPages.map((page) => ({
      name: `settings.${page}`,
      title: () => i18next.t('settings:openPage', { page: i18next.t(`settings:${page}`) }),
      available: () => isShown(page),
      run: () => useApp.getState().show({ name: 'settings', page }),
    })),
    {
      name: 'settings.theme',
      title: () => i18next.t('settings:switchTheme'),
      keys: 'Ctrl Shift D',
      run: () => useSettings.getState().change({ theme: isDark() ? 'light' : 'dark' }),
    },
    {
      name: 'settings.language',
      title: () => i18next.t('settings:switchLanguage'),
      run() {
        const { settings, change } = useSettings.getState()
        change({ language: settings.language === 'en' ? 'fa' : 'en' })
      },
    },
  ])
}

function isDark(): boolean {
  const { theme } = useSettings.getState().settings
  return theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches)
}
