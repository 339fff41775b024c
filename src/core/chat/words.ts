/** The words and numbers of a text that carry its meaning, in one form whichever way they are written. */
import { stemmer } from 'stemmer'
import { eng, fas } from 'stopword'
import { foldText } from './fold.ts'

export interface Terms {
  /** Stems of content words. */
  readonly words: ReadonlySet<string>
  /** Numbers without grouping or trailing zeros: `1577` for 1,577 and (1,577), `5.3` for $5.30. */
  readonly numbers: ReadonlySet<string>
}

/** The content words and numbers of `text`; stop words of English and Persian are left out. */
export function termsOf(text: string): Terms {
  const words = new Set<string>()
  const numbers = new Set<string>()
  for (const [token] of expandYears(foldText(text)).matchAll(tokens)) {
    if (/^\p{Nd}/u.test(token)) numbers.add(canonicalNumber(token))
    else {
      const word = wordTerm(token)
      if (word !== null) words.add(word)
    }
  }
  return { words, numbers }
}

/** FY18 and FY2018 are the year 2018. */
function expandYears(text: string): string {
  return text.replace(/\bfy\s?['’]?(?:20)?(\d\d)\b/g, ' 20$1 ')
}

/** The stem of one word, or null when it carries no meaning of its own. */
export function wordTerm(word: string): string | null {
  const plain = foldText(word).replace(/['’]s?$|['’]/g, '')
  if (plain.length < 2 || stopWords.has(plain)) return null
  return /^[a-z]+$/.test(plain) ? stemmer(plain) : plain
}

/** 1,577.50 -> 1577.5; what is no single number stays as its digits. */
export function canonicalNumber(number: string): string {
  const plain = number.replace(/,(?=\d{3})/g, '').replace(/[.,]+$/, '')
  if (!/^\d+(\.\d+)?$/.test(plain)) return plain
  const trimmed = plain.includes('.') ? plain.replace(/\.?0+$/, '') : plain
  return trimmed.replace(/^0+(?=\d)/, '')
}

const tokens = /\p{Nd}+(?:[.,]\p{Nd}+)*|\p{L}+(?:['’]\p{L}+)*/gu

/** Words by which questions ask, rather than what they ask about. */
const questionWords = [
  ...[
    'give',
    'tell',
    'show',
    'please',
    'answer',
    'question',
    'according',
    'based',
    'state',
    'list',
    'explain',
  ],
  ...[
    'describe',
    'does',
    'did',
    'whether',
    'compared',
    'provide',
    'using',
    'used',
    'shown',
    'many',
    'so',
    'than',
  ],
  ...['چقدر', 'چند', 'چیست', 'چه', 'کدام', 'آیا', 'چگونه', 'چطور', 'بگو', 'بود', 'است', 'شد', 'شده', 'بوده'],
]
const stopWords = new Set([...eng, ...fas, ...questionWords].map(foldText))
