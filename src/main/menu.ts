/** The native menu: the window's own commands under the names they have there, and what every program has. */
import { Menu, type MenuItemConstructorOptions } from 'electron'
import type { Language } from '../contract/values.ts'
import { menuLabels } from './menu-labels.ts'

export interface MenuActions {
  /** A command of the window, as its palette names it. */
  command(name: string): void
}

export function showMenu(language: Language, actions: MenuActions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(language, actions, process.platform)))
}

/** No reload, no developer tools: neither is of use to who reads filings. */
export function menuTemplate(
  language: Language,
  actions: MenuActions,
  platform: NodeJS.Platform,
): MenuItemConstructorOptions[] {
  const label = menuLabels[language]
  const command = (
    name: keyof typeof label,
    id: string,
    accelerator?: string,
  ): MenuItemConstructorOptions => ({
    id,
    label: label[name],
    ...(accelerator && { accelerator }),
    click: () => actions.command(id),
  })
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  const isMac = platform === 'darwin'
  const settings = command('settings', 'settings.open', 'CmdOrCtrl+,')

  return [
    ...(isMac ? [applicationMenu(settings)] : []),
    {
      label: label.file,
      submenu: [
        command('newChat', 'chat.new', 'CmdOrCtrl+N'),
        command('addFiles', 'documents.add', 'CmdOrCtrl+O'),
        command('addFolder', 'documents.addFolder'),
        separator,
        command('exportMarkdown', 'chat.exportMarkdown'),
        command('exportPdf', 'chat.exportPdf'),
        separator,
        command('closeTab', 'viewer.closeTab', 'CmdOrCtrl+W'),
        ...(isMac ? [] : [settings, separator, { role: 'quit', label: label.quit } as const]),
      ],
    },
    {
      label: label.edit,
      submenu: [
        // macOS undoes typing through this item only. Outside text fields the window takes the keys before it, for its own undo.
        { role: 'undo', label: label.undo },
        { role: 'redo', label: label.redo },
        separator,
        { role: 'cut', label: label.cut },
        { role: 'copy', label: label.copy },
        { role: 'paste', label: label.paste },
        { role: 'selectAll', label: label.selectAll },
        separator,
        command('find', 'viewer.find', 'CmdOrCtrl+F'),
        command('searchAll', 'search.open', 'CmdOrCtrl+Shift+F'),
      ],
    },
    {
      label: label.view,
      submenu: [
        command('palette', 'palette.open', 'CmdOrCtrl+K'),
        separator,
        command('library', 'window.library', 'CmdOrCtrl+B'),
        command('viewer', 'window.viewer', 'CmdOrCtrl+Alt+V'),
        separator,
        command('zoomIn', 'viewer.zoomIn', 'CmdOrCtrl+='),
        command('zoomOut', 'viewer.zoomOut', 'CmdOrCtrl+-'),
        command('zoomReset', 'viewer.zoomReset', 'CmdOrCtrl+0'),
        command('goToPage', 'viewer.goToPage', 'CmdOrCtrl+G'),
        separator,
        { role: 'togglefullscreen', label: label.fullScreen },
      ],
    },
    {
      role: 'window',
      label: label.window,
      submenu: [
        { role: 'minimize', label: label.minimize },
        { role: 'close', label: label.closeWindow, accelerator: 'CmdOrCtrl+Shift+W' },
        ...(isMac ? [separator, { role: 'front', label: label.front } as const] : []),
      ],
    },
    {
      role: 'help',
      label: label.help,
      submenu: [command('shortcuts', 'shortcuts.open'), command('about', 'settings.about')],
    },
  ]
}

function applicationMenu(settings: MenuItemConstructorOptions): MenuItemConstructorOptions {
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  return {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      separator,
      settings,
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  }
}
