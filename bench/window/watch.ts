/** What a window is measured by, from within it: its long tasks and its frames, and when something came to be seen. */
import type { EntryType } from 'node:perf_hooks'
import type { Page } from 'playwright'

/** A task that keeps the window from answering, as the Long Tasks API counts them: over 50 ms. */
export interface Blocking {
  readonly count: number
  /** Milliseconds. */
  readonly longest: number
}

declare global {
  var longTasks: number[]
  var seenAt: number | undefined
}

/** For `addInitScript`: notes every long task from the first script on. */
export function observeLongTasks(): void {
  globalThis.longTasks = []
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) globalThis.longTasks.push(Math.round(duration))
  }).observe({ type: 'longtask' as EntryType, buffered: true })
}

/** The long tasks since the last call. */
export async function takeLongTasks(page: Page): Promise<Blocking> {
  const durations = await page.evaluate(() => globalThis.longTasks.splice(0))
  return { count: durations.length, longest: Math.max(0, ...durations) }
}

/**
 * Milliseconds from the event named `from`, as the window gets it, to the frame in which `selector` first holds `least` elements in
 * sight. Both ends are taken in the window: what drives it from outside costs nothing here.
 */
export async function measure(
  page: Page,
  {
    from,
    selector,
    least = 1,
  }: { readonly from: 'keydown' | 'click'; readonly selector: string; readonly least?: number },
  act: () => Promise<void>,
): Promise<number> {
  await page.evaluate(
    ([event, wanted, count]) => {
      globalThis.seenAt = undefined
      globalThis.addEventListener(
        event,
        () => {
          const started = performance.now()
          const look = () => {
            const found = [...document.querySelectorAll(wanted)].filter((element) => {
              const { top, bottom, height } = element.getBoundingClientRect()
              return height > 0 && bottom > 0 && top < innerHeight
            })
            if (found.length >= count) globalThis.seenAt = performance.now() - started
            else requestAnimationFrame(look)
          }
          requestAnimationFrame(look)
        },
        { capture: true, once: true },
      )
    },
    [from, selector, least] as const,
  )
  await act()
  await page.waitForFunction(() => globalThis.seenAt !== undefined, undefined, { polling: 20 })
  return page.evaluate(() => globalThis.seenAt ?? Number.NaN)
}

/** Scrolls `selector` by `step` CSS pixels a frame for `frames` frames and returns the share of frames that came later than 1/30 s. */
export function lateFrames(page: Page, selector: string, step: number, frames = 120): Promise<number> {
  return page.evaluate(
    async ([wanted, by, count]) => {
      const scroller = document.querySelector(wanted)
      if (!scroller) throw new Error(`nothing is ${wanted}`)
      const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
      let before = await frame()
      let late = 0
      for (let n = 0; n < count; n++) {
        scroller.scrollTop += by
        const now = await frame()
        if (now - before > 1000 / 30) late++
        before = now
      }
      return late / count
    },
    [selector, step, frames] as const,
  )
}
