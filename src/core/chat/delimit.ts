/** Puts passages between delimiters that their text cannot know, so that documents stay data and give no instructions. */
import { randomBytes } from 'node:crypto'
import type { Passage } from './passage.ts'

/** 96 random bits: new for each request, so that no document can hold it. */
export function newBoundary(): string {
  return randomBytes(12).toString('hex')
}

/** The passages, each in a block that names its number, document, page and section. */
export function delimit(passages: readonly Passage[], boundary: string): string {
  return passages.map((passage) => block(passage, boundary)).join('\n\n')
}

function block({ n, documentName, page, headingPath, text }: Passage, boundary: string): string {
  const section = headingPath.length > 0 ? ` section="${attribute(headingPath.join(' > '), boundary)}"` : ''
  return [
    `<passage-${boundary} n="${n}" document="${attribute(documentName, boundary)}" page="${page}"${section}>`,
    harmless(text, boundary),
    `</passage-${boundary}>`,
  ].join('\n')
}

const attribute = (value: string, boundary: string) =>
  harmless(value, boundary).replace(/\s+/g, ' ').replace(/["<>]/g, '’').slice(0, 200)

/**
 * Text that can neither end its block nor pass for a turn of the conversation: no control characters, and imitations of our tags
 * and of chat templates lose their brackets (to look-alikes that matching ignores).
 */
export function harmless(text: string, boundary?: string): string {
  const printable = text.replace(/[^\P{Cc}\n\t]|[\u202A-\u202E\u2066-\u2069\u{E0000}-\u{E007F}]/gu, '')
  return (boundary === undefined ? printable : printable.replaceAll(boundary, '-'))
    .replace(/<(?=\s*\/?\s*passage)/giu, '‹')
    .replace(chatTemplate, '‹')
    .replace(/\[(?=\s*\/?\s*INST\s*\])/giu, '(')
}

/** `<|im_start|>`, `</s>`, `<start_of_turn>`, `<<SYS>>` and their like. */
const chatTemplate =
  /<(?=\s*(?:\||\/?\s*(?:system|user|assistant|s|start_of_turn|end_of_turn)\s*>))|<(?=<\s*\/?\s*SYS)/giu
