/** Lets text through by whole words, at most every 50 ms, so that nothing on screen is half a word or half a mark. */

const TICK_MS = 50

export interface WordFlow {
  write(text: string): void
  /** Lets through all that is left. */
  end(): void
}

/** `show` gets the pieces in order; together they are the text. */
export function createWordFlow(show: (text: string) => void, tickMs = TICK_MS): WordFlow {
  let waiting = ''
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    timer = undefined
    const end = lastWordEnd(waiting)
    if (end === 0) return
    show(waiting.slice(0, end))
    waiting = waiting.slice(end)
  }
  return {
    write(text) {
      waiting += text
      timer ??= setTimeout(flush, tickMs)
    },
    end() {
      clearTimeout(timer)
      timer = undefined
      if (waiting !== '') show(waiting)
      waiting = ''
    },
  }
}

/** After the last white space; 0 where there is none. */
export function lastWordEnd(text: string): number {
  const found = /\s(?=\S*$)/.exec(text)
  return found ? found.index + 1 : 0
}
