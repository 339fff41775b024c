/** Cuts a passage into what can be quoted by itself: sentences, table rows and headings. */
import type { PageLine } from '../database/index.ts'
import type { Span } from './passage.ts'

export interface Unit extends Span {
  readonly kind: 'sentence' | 'row' | 'heading'
  readonly text: string
}

/** The units of `text` in order. Lines say what is a table row or a heading; without them, tabs mark rows. */
export function unitsOf(text: string, lines: readonly PageLine[]): Unit[] {
  const units: Unit[] = []
  let paragraph: { start: number; end: number } | undefined
  const closeParagraph = () => {
    if (paragraph) units.push(...sentencesOf(text, paragraph))
    paragraph = undefined
  }
  for (const line of lines.length > 0 ? lines : linesOf(text)) {
    const span = trimmed(text, line)
    if (span.start >= span.end) continue
    const isRow = text.slice(span.start, span.end).includes('\t')
    if (isRow || line.role === 'heading' || line.role === 'table') {
      closeParagraph()
      units.push({
        ...span,
        kind: line.role === 'heading' ? 'heading' : 'row',
        text: text.slice(span.start, span.end),
      })
    } else {
      paragraph = { start: paragraph?.start ?? span.start, end: span.end }
    }
  }
  closeParagraph()
  return units
}

function linesOf(text: string): (Span & { role: PageLine['role'] })[] {
  return [...text.matchAll(/[^\n]+/g)].map(({ 0: line, index }) => ({
    start: index,
    end: index + line.length,
    role: line.includes('\t') ? 'table' : 'body',
  }))
}

function trimmed(text: string, { start, end }: Span): Span {
  const slice = text.slice(start, end)
  const lead = slice.length - slice.trimStart().length
  return { start: start + lead, end: start + slice.trimEnd().length }
}

/** The sentences of `span`, split after . ! ? ؟ and their like, and before bullets; never inside U.S., Inc. or 5.3. */
export function sentencesOf(text: string, span: Span): Unit[] {
  const units: Unit[] = []
  let start = span.start
  const cut = (end: number) => {
    const unit = trimmed(text, { start, end })
    if (unit.start < unit.end)
      units.push({ ...unit, kind: 'sentence', text: text.slice(unit.start, unit.end) })
    start = end
  }
  const region = text.slice(span.start, span.end)
  for (const { 0: mark, index } of region.matchAll(/[.!?؟۔。！？]+["'”’»)\]]*(?=\s)|\s(?=[•●▪‣◦])/gu)) {
    const end = span.start + index + mark.length
    if (/^\s/.test(mark) || !continues(text.slice(start, end), text.slice(end, end + 40))) cut(end)
  }
  cut(span.end)
  return units
}

/** Whether what looks like the end of a sentence is an abbreviation, an initial, or goes on in lower case. */
function continues(sentence: string, next: string): boolean {
  if (/^\s*\p{Ll}/u.test(next)) return true
  if (!sentence.endsWith('.')) return false
  return abbreviation.test(sentence)
}

/** Initials and dotted abbreviations (U.S., J.), and those that rarely end a sentence. */
const abbreviation =
  /(?:^|[\s("“«])(?:(?:\p{Lu}\.)+|(?:Inc|Corp|Co|Ltd|Cos|Bros|No|Nos|Mr|Mrs|Ms|Dr|St|Jr|Sr|vs|etc|[Aa]pprox|Fig|Figs|Sec|Vol|pp?|cf|al|e\.g|i\.e|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.)$/u
