/** Names a chat after its first question. */

/** What a list of chats can show on one line. */
const LONGEST_TITLE = 80

/** The question on one line, cut after a word where it is longer than 80 characters. */
export function titleOf(question: string): string {
  const line = question.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
  if (line.length <= LONGEST_TITLE) return line
  const cut = line.slice(0, LONGEST_TITLE - 1)
  const atWord = /^(.{30,})\s\S*$/su.exec(line[LONGEST_TITLE - 1] === ' ' ? `${cut} ` : cut)?.[1] ?? cut
  return `${atWord.replace(/[\uD800-\uDBFF]$|[\s,;:،؛–-]+$/u, '')}…`
}
