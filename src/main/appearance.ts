/** Makes the frame of the window match what is in it: theme and language, remembered for the next start. */
import { readFileSync, writeFileSync } from 'node:fs'
import { type BrowserWindow, nativeTheme } from 'electron'
import { z } from 'zod'
import { languageSchema } from '../contract/values.ts'

export const appearanceSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  language: languageSchema,
})
export type Appearance = z.infer<typeof appearanceSchema>

export const TITLE_BAR_HEIGHT = 40

/** `--bg-window` and `--fg` of the window's tokens. */
const COLORS = {
  light: { color: '#f1f4f4', symbolColor: '#182022' },
  dark: { color: '#0f1314', symbolColor: '#e4eaea' },
}

export const frameColors = () => COLORS[nativeTheme.shouldUseDarkColors ? 'dark' : 'light']

/** After a change of theme, of ours or of the system's; on a Mac the system draws its own buttons. */
export function paintFrame(window: BrowserWindow): void {
  window.setBackgroundColor(frameColors().color)
  if (process.platform !== 'darwin') window.setTitleBarOverlay({ ...frameColors(), height: TITLE_BAR_HEIGHT })
}

/** What was remembered; the system's theme, and Persian where the system speaks it, at first. */
export function readAppearance(path: string, locale: string): Appearance {
  try {
    return appearanceSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return { theme: 'system', language: locale.startsWith('fa') ? 'fa' : 'en' }
  }
}

export const rememberAppearance = (path: string, appearance: Appearance): void =>
  writeFileSync(path, JSON.stringify(appearance))
