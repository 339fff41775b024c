/** The menu of the right mouse button on text: what the system offers there in every program, spelling included. */
import { type BrowserWindow, type ContextMenuParams, Menu, type MenuItemConstructorOptions } from 'electron'
import type { Language } from '../contract/values.ts'
import { menuLabels } from './menu-labels.ts'

/** Where there is neither a selection nor a field, the window's own menus are on their own. */
export function offerContextMenu(window: BrowserWindow, language: () => Language): void {
  window.webContents.on('context-menu', (_event, parameters) => {
    const items = contextMenuTemplate(parameters, language(), (word) =>
      window.webContents.replaceMisspelling(word),
    )
    if (items.length > 0) Menu.buildFromTemplate(items).popup({ window })
  })
}

export function contextMenuTemplate(
  { isEditable, selectionText, dictionarySuggestions, editFlags }: ContextMenuParams,
  language: Language,
  replace: (word: string) => void,
): MenuItemConstructorOptions[] {
  const label = menuLabels[language]
  const copy: MenuItemConstructorOptions = { role: 'copy', label: label.copy, enabled: editFlags.canCopy }
  if (!isEditable) return selectionText.trim() === '' ? [] : [copy]
  return [
    ...dictionarySuggestions.map((word) => ({ label: word, click: () => replace(word) })),
    ...(dictionarySuggestions.length > 0 ? [{ type: 'separator' } as const] : []),
    { role: 'cut', label: label.cut, enabled: editFlags.canCut },
    copy,
    { role: 'paste', label: label.paste, enabled: editFlags.canPaste },
    { role: 'selectAll', label: label.selectAll, enabled: editFlags.canSelectAll },
  ]
}
