/** An evaluation as one HTML page: the measures, and for each question the pages that were wanted and those that were found. */
import type { Rect, SearchResult } from '../../contract/index.ts'
import type { Measures } from './measure.ts'
import { CUTS, READ } from './measure.ts'
import { type PictureOf, SHOWN } from './pictures.ts'
import type { Answered, Mode, Run } from './run.ts'

export function htmlReport(runs: Readonly<Record<Mode, Run>>, pictureOf: PictureOf): string {
  const titles: Record<Mode, string> = { single: 'In the right document', shared: 'In all documents' }
  const modes = Object.entries(titles) as [Mode, string][]
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>DocuChat evaluation</title>
<style>
:root { color-scheme: light dark; --line: light-dark(#d9e0e0, #3a4444); --good: light-dark(#17652b, #6fce8a); --bad: light-dark(#a8201a, #f2918a) }
body { font: 14px/1.5 system-ui, sans-serif; max-width: 1100px; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse } td, th { text-align: start; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line) }
article { border-top: 1px solid var(--line); padding: .8rem 0 } article h3 { font-size: 1rem; margin: 0 }
.missed { color: var(--bad) } .found { color: var(--good) }
.pages { display: flex; flex-wrap: wrap; gap: .8rem; margin-top: .5rem } figure { margin: 0; width: 12.2rem; font-size: 12px }
.page { display: block; position: relative; border: 2px solid var(--line); background: #fff } .page img { display: block; width: 100%; height: auto }
.page i { position: absolute; background: #ffd54a; mix-blend-mode: multiply } .right .page { border-color: var(--good) }
figcaption { overflow-wrap: anywhere } .wanted { border-inline-end: 1px solid var(--line); padding-inline-end: .8rem; display: flex; gap: .8rem }
pre { white-space: pre-wrap; margin: .2rem 0; font: 12px/1.4 ui-monospace, monospace } summary { cursor: pointer }
</style>
<h1>Evaluation</h1>
${measuresTable(modes.map(([mode, title]) => [title, runs[mode].measures]))}
${modes
  .map(
    ([mode, title]) =>
      `<h2>${title}</h2>\n${worstFirst(runs[mode])
        .map((answered) => question(answered, pictureOf))
        .join('\n')}`,
  )
  .join('\n')}
</html>
`
}

function measuresTable(rows: readonly (readonly [string, Measures])[]): string {
  const head = ['', 'questions', ...CUTS.map((cut) => `page hit@${cut}`), 'MRR', `answer in ${READ} passages`]
  const cells = ([title, { questions, hits, mrr, answers }]: readonly [string, Measures]) => [
    title,
    questions,
    ...CUTS.map((cut) => hits[cut].toFixed(2)),
    mrr.toFixed(2),
    answers === null ? '' : answers.toFixed(2),
  ]
  return `<table><tr>${head.map((cell) => `<th>${cell}</th>`).join('')}</tr>
${rows
  .map(
    (row) =>
      `<tr>${cells(row)
        .map((cell) => `<td>${cell}</td>`)
        .join('')}</tr>`,
  )
  .join('\n')}</table>`
}

const worstFirst = ({ answered }: Run): Answered[] =>
  answered.toSorted((a, b) => Math.min(b.outcome.rank, READ + 1) - Math.min(a.outcome.rank, READ + 1))

function question({ question, wanted, outcome, found }: Answered, pictureOf: PictureOf): string {
  const missed = outcome.rank > READ
  const rank = Number.isFinite(outcome.rank) ? `found at ${outcome.rank}` : 'not found'
  const isRight = ({ document, page }: SearchResult) =>
    wanted.includes(document.id) && question.pages.includes(page)
  const wantedPages = wanted.flatMap((id) =>
    question.pages
      .slice(0, SHOWN)
      .map((page) => figure(pictureOf, id, page, [], `wanted: ${nameOf(question.document, page)}`)),
  )
  const foundPages = found
    .slice(0, SHOWN)
    .map((result, index) =>
      figure(
        pictureOf,
        result.document.id,
        result.page,
        result.rects,
        `${index + 1}. ${nameOf(result.document.name, result.page)}`,
        isRight(result),
      ),
    )
  const texts = found
    .slice(0, READ)
    .map(
      ({ document, page, text }) =>
        `<li>${nameOf(document.name, page)}<pre dir="auto">${escaped(text)}</pre></li>`,
    )
  return `<article><h3 dir="auto">${escaped(question.question)}</h3>
<span class="${missed ? 'missed' : 'found'}">${rank}</span>${question.answer === undefined ? '' : ` · expected: <bdi>${escaped(question.answer)}</bdi>`}
<div class="pages"><div class="wanted">${wantedPages.join('')}</div>${foundPages.join('')}</div>
<details><summary>Passages</summary><ol>${texts.join('')}</ol></details></article>`
}

function figure(
  pictureOf: PictureOf,
  documentId: string,
  page: number,
  rects: readonly Rect[],
  caption: string,
  isRight = false,
): string {
  const picture = pictureOf(documentId, page)
  if (!picture) return `<figure><figcaption>${caption} (no picture)</figcaption></figure>`
  const { url, width, height } = picture
  const share = (part: number, of: number) => `${((100 * part) / of).toFixed(2)}%`
  const marks = rects
    .filter((rect) => rect.page === page)
    .map(
      (rect) =>
        `<i style="left:${share(rect.x, width)};top:${share(rect.y, height)};width:${share(rect.width, width)};height:${share(rect.height, height)}"></i>`,
    )
  return `<figure${isRight ? ' class="right"' : ''}><a class="page" href="${url}"><img loading="lazy" width="${Math.round(width)}" height="${Math.round(height)}" alt="" src="${url}">${marks.join('')}</a><figcaption>${caption}</figcaption></figure>`
}

const nameOf = (name: string, page: number): string => `<bdi>${escaped(name)}</bdi>, page ${page}`

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '')
