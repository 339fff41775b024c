/** Shows documents on their way, as bars on a terminal and as JSON lines for scripts, until all are settled. */
import { MultiBar, Presets, type SingleBar } from 'cli-progress'
import type { Document, DocumentEvent } from '../contract/index.ts'
import type { Session } from './session.ts'
import type { Terminal } from './terminal.ts'

const SETTLED = ['ready', 'failed', 'cancelled']

/** Exit code 1 when one of `ids` failed. Ctrl-C leaves the rest for the next `add` or `retry`. */
export async function followProgress(
  { client, signal, terminal }: Session,
  ids: string[],
  json: boolean,
): Promise<void> {
  if (ids.length === 0) return
  const view = terminal.interactive && !json ? new Bars() : new Lines(terminal, json)
  const left = new Set(ids)
  try {
    for await (const event of await client.documents.events({ ids }, { signal })) {
      const { document } = event
      if (!SETTLED.includes(document.status)) view.advance(event)
      else if (left.delete(document.id)) {
        view.settle(document)
        if (document.status === 'failed') process.exitCode ||= 1
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    view.close()
  }
  if (left.size > 0) terminal.note(`${left.size} not finished; “docuchat retry” goes on with them.`)
}

/** One sentence about a settled document. */
export function outcome(document: Document): string {
  if (document.status === 'ready') {
    const unread = document.pagesWithoutText.length
    return `${document.name}: ready, ${count(document.pageCount ?? 0, 'page')}${unread > 0 ? ` (${unread} without text, which need OCR)` : ''}`
  }
  return `${document.name}: ${document.error?.message ?? document.status}`
}

const count = (n: number, noun: string) => `${n} ${noun}${n === 1 ? '' : 's'}`

class Lines {
  private readonly terminal: Terminal
  private readonly json: boolean

  constructor(terminal: Terminal, json: boolean) {
    this.terminal = terminal
    this.json = json
  }

  advance({ document, pagesPerSecond }: DocumentEvent): void {
    if (this.terminal.verbose) {
      const speed = pagesPerSecond === null ? '' : `, ${pagesPerSecond.toFixed(0)} pages/s`
      this.terminal.note(
        `${document.name}: ${document.status} ${document.pagesDone}/${document.pageCount ?? '?'}${speed}`,
      )
    }
  }

  settle(document: Document): void {
    if (this.json) this.terminal.json({ event: 'settled', document })
    else if (document.status === 'failed') this.terminal.fail(outcome(document))
    else this.terminal.note(outcome(document))
  }

  close(): void {}
}

/** A bar for each document at work; a settled one becomes a line above them. */
class Bars {
  private readonly bars = new Map<string, SingleBar>()
  private readonly view = new MultiBar(
    {
      format: '{bar} {value}/{total} {name}  {phase}{speed}',
      clearOnComplete: true,
      hideCursor: true,
      stream: process.stderr,
    },
    Presets.shades_classic,
  )

  advance({ document, pagesPerSecond }: DocumentEvent): void {
    if (document.pageCount === null) return
    const bar = this.bars.get(document.id) ?? this.view.create(document.pageCount, 0)
    this.bars.set(document.id, bar)
    const speed = pagesPerSecond === null ? '' : `, ${pagesPerSecond.toFixed(0)} pages/s`
    bar.update(document.pagesDone, { name: document.name, phase: document.status, speed })
  }

  settle(document: Document): void {
    const bar = this.bars.get(document.id)
    if (bar) this.view.remove(bar)
    this.bars.delete(document.id)
    this.view.log(`${outcome(document)}\n`)
    this.view.update()
  }

  close(): void {
    this.view.stop()
  }
}
