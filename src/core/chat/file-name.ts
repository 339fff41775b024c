/** Names the file that a chat is exported to. */

/** Leaves room for a folder's path within the 255 bytes that file systems allow, in two-byte letters. */
const LONGEST = 80
/** Device names that Windows keeps, with any ending. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu

/** `title` as a file name that every system takes, with `extension` such as `.md`. */
export function fileNameOf(title: string, extension: string): string {
  const plain = title
    .normalize('NFC')
    // What Windows forbids, what no one sees, and what turns the reading direction of a name's end.
    .replace(/[<>:"/\\|?*\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/\s+/gu, ' ')
  const short = [...plain].slice(0, LONGEST).join('')
  const trimmed = short.replace(/^[\s.~-]+|[\s.]+$/gu, '')
  if (trimmed === '') return `chat${extension}`
  return `${RESERVED.test(trimmed) ? '_' : ''}${trimmed}${extension}`
}
