/** The native menu's items are the window's commands, under their names. */
import { readdirSync, readFileSync } from 'node:fs'
import type { MenuItemConstructorOptions } from 'electron'
import { expect, it, vi } from 'vitest'
import { menuTemplate } from './menu.ts'

// Without its binary, Electron's package is the path to one.
vi.mock('electron', () => ({ Menu: {} }))

it.each(['darwin', 'win32', 'linux'] as const)('on %s names only commands of the window', (platform) => {
  const named = leaves(menuTemplate('en', { command: () => {} }, platform)).flatMap(({ id }) => id ?? [])
  expect(named.length).toBeGreaterThan(10)
  const inWindow = commandsOfWindow()
  expect(named.filter((name) => !inWindow.has(name))).toEqual([])
})

function leaves(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => (Array.isArray(item.submenu) ? leaves(item.submenu) : [item]))
}

/** As the sources have them, since the commands themselves need a window; each page of the settings is one, too. */
function commandsOfWindow(): ReadonlySet<string> {
  const renderer = new URL('../renderer/', import.meta.url)
  const sources = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('commands.ts'))
    .map((path) => readFileSync(new URL(path, renderer), 'utf8'))
  const names = sources.flatMap((source) => [...source.matchAll(/name: '([\w.]+)'/g)])
  return new Set([...names.map(([, name]) => name ?? ''), 'settings.about'])
}
