/** `docuchat eval`: how well one's own questions find their pages. */
import { writeFile } from 'node:fs/promises'
import { htmlReport } from '../eval/html-report.ts'
import { CUTS, type Measures, READ } from '../eval/measure.ts'
import { drawPictures } from '../eval/pictures.ts'
import { readQuestions } from '../eval/questions.ts'
import { type Mode, type Run, runEvaluation } from '../eval/run.ts'
import { noteUnfinished } from '../resolve.ts'
import type { Session } from '../session.ts'
import { printable, table } from '../terminal.ts'

export interface EvalOptions {
  readonly html?: string
  readonly json?: boolean
}

const TITLES: Readonly<Record<Mode, string>> = { single: 'the right document', shared: 'all documents' }

export async function evaluate(session: Session, path: string, { html, json }: EvalOptions): Promise<void> {
  const { terminal, client } = session
  const questions = await readQuestions(path)
  const documents = await client.documents.list()
  noteUnfinished(session, documents)
  const runs: Record<Mode, Run> = {
    single: await runEvaluation(session, documents, questions, 'single'),
    shared: await runEvaluation(session, documents, questions, 'shared'),
  }
  if (html !== undefined) {
    const answered = Object.values(runs).flatMap((run) => run.answered)
    await writeFile(html, htmlReport(runs, await drawPictures(session, html, documents, answered)))
  }
  if (json) {
    return terminal.json({ single: toJson(runs.single), shared: toJson(runs.shared) })
  }
  const head = ['searched', 'questions', ...CUTS.map((cut) => `@${cut}`), 'MRR', `answer in ${READ}`]
  const rows = (['single', 'shared'] as const).map((mode) => rowOf(TITLES[mode], runs[mode].measures))
  for (const line of table([head, ...rows])) terminal.print(line)
  for (const mode of ['single', 'shared'] as const) printMissed(session, TITLES[mode], runs[mode])
}

const rowOf = (title: string, { questions, hits, mrr, answers }: Measures): string[] => [
  title,
  String(questions),
  ...CUTS.map((cut) => hits[cut].toFixed(2)),
  mrr.toFixed(2),
  answers === null ? '-' : answers.toFixed(2),
]

const SHOWN_INSTEAD = 3

function printMissed({ terminal }: Session, title: string, { answered }: Run): void {
  const missed = answered.filter(({ outcome }) => outcome.rank > READ)
  if (missed.length === 0) return
  terminal.print('')
  terminal.print(terminal.style('bold', `Missed in ${title}: ${missed.length}`))
  for (const { question, found } of missed) {
    const instead = found
      .slice(0, SHOWN_INSTEAD)
      .map(({ document, page }) => `${printable(document.name)} p. ${page}`)
    terminal.print(`  ${printable(question.question)}`)
    terminal.print(
      terminal.style(
        'dim',
        `    wanted ${printable(question.document)} p. ${question.pages.join(', ')}; found ${instead.join(', ') || 'nothing'}`,
      ),
    )
  }
}

const toJson = ({ measures, answered }: Run) => ({
  ...measures,
  missed: answered
    .filter(({ outcome }) => outcome.rank > READ)
    .map(({ question, found }) => ({
      ...question,
      found: found.map(({ document, page }) => ({ document: document.name, page })),
    })),
})
