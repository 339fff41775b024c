/** What is typed into the palette: which kinds it asks for, and how well a name fits it. */
export interface PaletteQuery {
  readonly kind: 'all' | 'commands' | 'page' | 'chats'
  readonly text: string
}

const PREFIXES: Readonly<Record<string, PaletteQuery['kind']>> = {
  '>': 'commands',
  '#': 'page',
  '@': 'chats',
}

export function readQuery(typed: string): PaletteQuery {
  const start = typed.trimStart()
  const kind = PREFIXES[start[0] ?? '']
  return kind === undefined ? { kind: 'all', text: typed.trim() } : { kind, text: start.slice(1).trim() }
}

/** Those whose name has every word of `text`, beginnings before middles, else in their order; at most `most`. */
export function fitting<T>(
  items: Iterable<T>,
  nameOf: (item: T) => string,
  text: string,
  most: number,
): readonly T[] {
  const words = fold(text).split(/\s+/).filter(Boolean)
  const ranked: { readonly item: T; readonly rank: number }[] = []
  for (const item of items) {
    const name = fold(nameOf(item))
    if (words.every((word) => name.includes(word))) {
      ranked.push({ item, rank: words.filter((word) => !startsAWord(name, word)).length })
    }
  }
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ item }) => item)
}

/** The page that `text` names, also in Persian digits; null when there is none such among `count`. */
export function readPage(text: string, count: number): number | null {
  const digits = text.normalize('NFKC').replace(/[۰-۹]/g, (digit) => String('۰۱۲۳۴۵۶۷۸۹'.indexOf(digit)))
  const page = /^\d{1,6}$/.test(digits) ? Number(digits) : 0
  return page >= 1 && page <= count ? page : null
}

/** Arabic forms of letters that a Persian keyboard writes otherwise count as the same. */
const fold = (text: string) =>
  text
    .normalize('NFKC')
    .toLocaleLowerCase()
    .replaceAll('ي', 'ی')
    .replaceAll('ك', 'ک')
    .replaceAll('\u200c', ' ')

const startsAWord = (name: string, word: string) => name.startsWith(word) || name.includes(` ${word}`)
