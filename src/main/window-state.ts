/** Remembers where the window was, and puts it back where a display still is. */
import { readFileSync, writeFileSync } from 'node:fs'
import { type BrowserWindow, type Rectangle, screen } from 'electron'
import { z } from 'zod'

export const MINIMUM_SIZE = { width: 480, height: 400 }
const DEFAULT_SIZE = { width: 1440, height: 900 }
/** So much of a window must be on a display for its title bar to be caught. */
const REACHABLE = 100
/** Moving a window reports every pixel. */
const SAVE_DELAY_MS = 500

const stateSchema = z.object({
  bounds: z.object({ x: z.int(), y: z.int(), width: z.int().min(1), height: z.int().min(1) }),
  maximized: z.boolean(),
})
export type WindowState = z.infer<typeof stateSchema>

/** Bounds for the new window, and whether it was maximized. */
export function restoredState(path: string): { bounds: Partial<Rectangle>; maximized: boolean } {
  const state = read(path)
  const displays = screen.getAllDisplays().map(({ workArea }) => workArea)
  if (!state) return { bounds: shrink(DEFAULT_SIZE, screen.getPrimaryDisplay().workArea), maximized: false }
  const { bounds, maximized } = state
  if (displays.some((area) => isReachable(bounds, area))) return { bounds, maximized }
  return { bounds: shrink(bounds, screen.getPrimaryDisplay().workArea), maximized }
}

/** Whether enough of the top of `bounds` lies in `area` to be dragged by. */
export function isReachable(bounds: Rectangle, area: Rectangle): boolean {
  const width = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x)
  const top = bounds.y >= area.y && bounds.y <= area.y + area.height - MINIMUM_SIZE.height / 4
  return width >= Math.min(REACHABLE, bounds.width) && top
}

/** The size alone, no larger than the display: the system chooses the place. */
function shrink(size: { width: number; height: number }, area: Rectangle) {
  return { width: Math.min(size.width, area.width), height: Math.min(size.height, area.height) }
}

/** Writes the state to `path` a moment after each change, and when the window closes. */
export function keepState(window: BrowserWindow, path: string): void {
  let timer: NodeJS.Timeout | undefined
  const save = () => {
    clearTimeout(timer)
    if (window.isDestroyed()) return
    const state: WindowState = { bounds: window.getNormalBounds(), maximized: window.isMaximized() }
    writeFileSync(path, JSON.stringify(state))
  }
  const later = () => {
    clearTimeout(timer)
    timer = setTimeout(save, SAVE_DELAY_MS)
  }
  window.on('resize', later)
  window.on('move', later)
  window.on('maximize', later)
  window.on('unmaximize', later)
  window.on('close', save)
}

function read(path: string): WindowState | undefined {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return undefined
  }
}
