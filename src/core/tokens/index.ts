/**
 * Counts tokens by cl100k_base, the measure of chunk sizes and of usage that no provider reported. gpt-tokenizer does the work: it
 * loads and counts several times faster than js-tiktoken, whose counts are the reference that the test holds it to.
 */
import { countTokens as countWithGptTokenizer } from 'gpt-tokenizer/encoding/cl100k_base'

/** Byte-pair merging is quadratic in the length of a run; hostile text has runs of megabytes, so they are counted in slices. */
const LONGEST_RUN = 512
const longRun = new RegExp(`\\S{${LONGEST_RUN}}(?=\\S)|\\s{${LONGEST_RUN}}(?=\\s)`, 'gu')
const asPlainText = { allowedSpecial: new Set<string>(), disallowedSpecial: new Set<string>() }

/** How many cl100k_base tokens `text` is; special tokens such as `<|endoftext|>` count as the plain text they are. */
export function countTokens(text: string): number {
  let tokens = 0
  for (const slice of slices(text)) tokens += countWithGptTokenizer(slice, asPlainText)
  return tokens
}

/** Cuts `text` into parts of at most `limit` tokens, after white space where there is some; joined they are `text` again. */
export function splitByTokens(text: string, limit: number): string[] {
  if (countTokens(text) <= limit) return [text]
  const parts: string[] = []
  let part = ''
  let tokens = 0
  for (const [word] of text.matchAll(/\s{0,64}\S{0,64}/gu)) {
    const wordTokens = countTokens(word)
    if (tokens + wordTokens > limit && part !== '') {
      parts.push(part)
      part = ''
      tokens = 0
    }
    part += word
    tokens += wordTokens
  }
  return part === '' ? parts : [...parts, part]
}

function* slices(text: string): Generator<string> {
  if (text.length <= LONGEST_RUN) {
    yield text
    return
  }
  let start = 0
  for (const match of text.matchAll(longRun)) {
    const end = match.index + match[0].length
    yield text.slice(start, end)
    start = end
  }
  yield text.slice(start)
}
