/** What the command line writes and where: results to stdout, everything else to stderr, colour only on a terminal. */
import { stderr, stdout } from 'node:process'
import { stripVTControlCharacters, styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

export interface Terminal {
  /** True when a person watches: progress bars and colours make sense. */
  readonly interactive: boolean
  readonly quiet: boolean
  readonly verbose: boolean
  /** A line of the result. */
  print(line: string): void
  /** Part of a line of the result, for streamed text. */
  write(text: string): void
  json(value: unknown): void
  /** A remark for a person, silent with --quiet. */
  note(line: string): void
  /** A failure; never silenced. */
  fail(line: string): void
  /** `text` in `style` where stdout shows colour. */
  style(style: Style, text: string): string
}

export function createTerminal(options: { readonly quiet: boolean; readonly verbose: boolean }): Terminal {
  // A reader that has seen enough, such as `head`, closes the pipe; that is no error of ours.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
  const style = (target: NodeJS.WriteStream) => (look: Style, text: string) =>
    styleText(look, text, { stream: target, validateStream: true })
  return {
    ...options,
    interactive: stderr.isTTY === true && !options.quiet,
    print: (line) => void stdout.write(`${line}\n`),
    write: (text) => void stdout.write(text),
    json: (value) => void stdout.write(`${JSON.stringify(value)}\n`),
    note: (line) => {
      if (!options.quiet) stderr.write(`${line}\n`)
    },
    fail: (line) => void stderr.write(`${style(stderr)('red', 'docuchat:')} ${line}\n`),
    style: style(stdout),
  }
}

/** Text out of a document or a model made safe to print: it could hold escape sequences that steer the terminal. */
export function printable(text: string): string {
  return stripVTControlCharacters(text).replace(/[\p{Cc}--[\n\t]]/gv, '')
}

/** Columns padded to their widest cell; the last is left as it is. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => width(row[column] ?? ''))))
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === row.length - 1 ? cell : cell + ' '.repeat((widths[column] ?? 0) - width(cell)),
      )
      .join('  ')
      .trimEnd(),
  )
}

const width = (cell: string) => stripVTControlCharacters(cell).length
