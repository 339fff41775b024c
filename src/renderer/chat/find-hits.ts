/** Finds words in the messages of a chat, as they are read: without marks of Markdown or case. */
import type { Message } from '../../contract/index.ts'

/** Arabic forms of letters that a Persian keyboard writes otherwise. */
const fold = (text: string) =>
  text.toLocaleLowerCase().replaceAll('ي', 'ی').replaceAll('ك', 'ک').replaceAll(' ', ' ')

/** The ids of the messages that hold `query`, in the order of the chat. */
export function findHits(messages: readonly Message[], query: string): string[] {
  const wanted = fold(query.trim())
  if (wanted === '') return []
  return messages
    .filter(({ content }) => fold(content.replace(/\[\d+\]|[*_`#]/g, '')).includes(wanted))
    .map(({ id }) => id)
}

/** Where `query` begins in `text`; every offset is one of `text` itself, since folding keeps lengths. */
export function offsetsOf(text: string, query: string): number[] {
  const [inside, wanted] = [fold(text), fold(query.trim())]
  // Where a letter folds to two, offsets would be another's; such a text is only found as a whole message.
  if (wanted === '' || inside.length !== text.length) return []
  const offsets: number[] = []
  for (let at = inside.indexOf(wanted); at >= 0; at = inside.indexOf(wanted, at + wanted.length))
    offsets.push(at)
  return offsets
}
