/** An evaluation as one HTML page: the measures, and for each question what was wanted and what was found. */
import type { Measures } from './measure.ts'
import { CUTS, READ } from './measure.ts'
import type { Mode, Run } from './run.ts'

export function htmlReport(runs: Readonly<Record<Mode, Run>>): string {
  const titles: Record<Mode, string> = { single: 'In the right document', shared: 'In all documents' }
  const modes = Object.entries(titles) as [Mode, string][]
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>DocuChat evaluation</title>
<style>
body { font: 14px/1.5 system-ui, sans-serif; max-width: 1000px; margin: 2rem auto; padding: 0 1rem; color: #1b1f1f; background: #fff }
table { border-collapse: collapse; width: 100% } td, th { text-align: start; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #d9e0e0 }
.missed { color: #a8201a } .found { color: #17652b } pre { white-space: pre-wrap; margin: .2rem 0; font: 12px/1.4 ui-monospace, monospace }
summary { cursor: pointer }
</style>
<h1>Evaluation</h1>
${measuresTable(modes.map(([mode, title]) => [title, runs[mode].measures]))}
${modes.map(([mode, title]) => `<h2>${title}</h2>\n${questionsTable(runs[mode])}`).join('\n')}
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

function questionsTable({ answered }: Run): string {
  const rows = answered.map(({ question, outcome, found }) => {
    const missed = outcome.rank > READ
    const rank = Number.isFinite(outcome.rank) ? `rank ${outcome.rank}` : 'not found'
    const list = found
      .slice(0, READ)
      .map(
        ({ document, page, text }) =>
          `<details><summary><bdi>${escaped(document.name)}</bdi>, page ${page}</summary><pre dir="auto">${escaped(text)}</pre></details>`,
      )
    return `<tr><td dir="auto">${escaped(question.question)}</td><td><bdi>${escaped(question.document)}</bdi>, page ${question.pages.join(', ')}</td>
<td class="${missed ? 'missed' : 'found'}">${rank}</td><td>${list.join('')}</td></tr>`
  })
  return `<table><tr><th>Question</th><th>Wanted</th><th>Found at</th><th>What was found</th></tr>\n${rows.join('\n')}</table>`
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '')
