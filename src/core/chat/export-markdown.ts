/** Writes a whole chat as Markdown, its citations as numbered notes. */
import { type Chat, type Citation, type Language, type Message, messageOf } from '../../contract/index.ts'
import { type ExportTexts, exportTexts } from './export-texts.ts'
import { fileNameOf } from './file-name.ts'

export interface ExportedChat {
  /** A file name that every system takes. */
  readonly name: string
  readonly markdown: string
}

/** The chat's questions, answers and notes; an answer still being written is left out. */
export function toMarkdown(
  chat: Chat & { readonly messages: readonly Message[] },
  language: Language,
): ExportedChat {
  const texts = exportTexts[language]
  const notes = new Notes()
  const parts = chat.messages
    .filter(({ status }) => status !== 'streaming')
    .map((message) =>
      message.role === 'user' ? questionOf(message, texts) : answerOf(message, texts, notes, language),
    )
  const sections = [`# ${escaped(chat.title)}`, ...parts, notesOf(notes, texts)]
  const markdown = `${sections.filter((section) => section !== '').join('\n\n')}\n`
  return { name: fileNameOf(chat.title, '.md'), markdown }
}

/** A question is shown as it was typed, in a quotation block, so that nothing in it becomes a heading of the file. */
function questionOf({ content }: Message, texts: ExportTexts): string {
  return `## ${texts.question}\n\n${content
    .split('\n')
    .map((line) => `> ${escaped(line)}`.trimEnd())
    .join('\n')}`
}

function answerOf(message: Message, texts: ExportTexts, notes: Notes, language: Language): string {
  const { model, status, error } = message
  const byline = model === 'extractive' ? texts.quoted : model === null ? '' : escaped(model)
  return [
    `## ${texts.answer}`,
    byline && `*${byline}*`,
    withNotes(message, notes),
    status === 'stopped' && `*${texts.stopped}*`,
    error && `*${escaped(messageOf(error.code, error.details, language))}*`,
  ]
    .filter((part) => typeof part === 'string' && part !== '')
    .join('\n\n')
}

/** The k-th marker of the text belongs to the k-th citation; each becomes the number of its note in the whole chat. */
function withNotes({ content, citations }: Message, notes: Notes): string {
  let index = 0
  return content.replace(/\[(\d+)\]/gu, (marker, n: string) => {
    const citation = citations[index]
    if (citation?.n !== Number(n)) return marker
    index += 1
    return `[^${notes.numberOf(citation)}]`
  })
}

function notesOf(notes: Notes, { notes: heading, page, quote }: ExportTexts): string {
  if (notes.all.length === 0) return ''
  const lines = notes.all.map(
    (note, index) =>
      `[^${index + 1}]: ${escaped(note.documentName)}, ${page(note.page)}: ${quote(escaped(oneLine(note.quote)))}`,
  )
  return `## ${heading}\n\n${lines.join('\n')}`
}

/** Numbers citations from 1; the same words of the same passage are one note. */
class Notes {
  readonly all: Citation[] = []
  private readonly numbers = new Map<string, number>()

  numberOf(citation: Citation): number {
    const key = JSON.stringify([citation.chunkId, citation.page, citation.quote])
    const known = this.numbers.get(key)
    if (known !== undefined) return known
    this.all.push(citation)
    this.numbers.set(key, this.all.length)
    return this.all.length
  }
}

/** Cells of a quoted table's row stand apart. */
const oneLine = (text: string): string =>
  text
    .replace(/\s*\t\s*/gu, ' | ')
    .replace(/\s+/gu, ' ')
    .trim()

/** Text in which Markdown and HTML find nothing to act on. */
const escaped = (text: string): string =>
  text.replace(/[\\`*_[\]<>#|~]/gu, '\\$&').replace(/^(\s*)([-+]|\d+[.)])(?=\s)/u, '$1\\$2')
