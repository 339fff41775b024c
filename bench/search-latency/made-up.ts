/** Made-up documents, questions and vectors: the same on every run, and as uneven as real ones. */
import { readModelFile } from '../../src/core/models/builtin/model-file.ts'
import { createStaticEmbedding } from '../../src/core/models/builtin/static-embedding.ts'
import { buildIndex, type IndexableChunk } from '../../src/core/retrieval/index.ts'

/** A long annual report. */
export const CHUNKS_PER_DOCUMENT = 350

export interface MadeUpDocument {
  readonly texts: readonly IndexableChunk[]
  readonly index: ReturnType<typeof buildIndex>
}

/** Together about as many distinct terms as a long annual report has: 5,500. */
const VOCABULARY = 4_000
const NUMBERS = 3_000
const WORDS_PER_CHUNK = 260
const CHUNKS_PER_PAGE = 3

/** A document whose words are as unevenly frequent as those of real text (Zipf's law, exponent 1), a fifth of them numbers. */
export function madeUpDocument(seed: number): MadeUpDocument {
  const random = randomFrom(seed)
  const texts = Array.from({ length: CHUNKS_PER_DOCUMENT }, (_, ordinal) => ({
    ordinal,
    page: Math.floor(ordinal / CHUNKS_PER_PAGE) + 1,
    headingPath: [],
    text: Array.from({ length: WORDS_PER_CHUNK }, () =>
      random() < 0.2 ? String(Math.floor(random() * NUMBERS)) : word(Math.floor(VOCABULARY ** random())),
    ).join(' '),
  }))
  const identity = {
    title: null,
    company: null,
    form: null,
    fiscalYear: null,
    fiscalQuarter: null,
    periodEnd: null,
  }
  return { texts, index: buildIndex({ name: `${seed}.pdf`, identity }, texts) }
}

/** Words that stand on nearly every page, as those of a language do, which a question asks nothing with. */
const COMMONEST = 40
const QUESTION_WORDS = 11

/**
 * A question as uneven as those of bench/questions/filings.jsonl, which have 11 terms and, in the filings they are about, 1.1 postings a chunk
 * (median; 2.1 at the 95th percentile). These have 1.2 and 2.0.
 */
export function madeUpQuestion(seed: number): string {
  const random = randomFrom(seed)
  const rank = () => Math.floor(COMMONEST * (VOCABULARY / COMMONEST) ** random())
  return Array.from({ length: QUESTION_WORDS }, () => word(rank())).join(' ')
}

/** The word of that rank: pronounceable, and no English stop word. */
function word(rank: number): string {
  const syllables = ['ba', 'ke', 'di', 'fo', 'gu', 'la', 'me', 'ni', 'po', 'ru', 'sa', 'te', 'vi', 'zo']
  let rest = rank + 14
  let spelled = ''
  while (rest > 0) {
    spelled += syllables[rest % syllables.length] ?? ''
    rest = Math.floor(rest / syllables.length)
  }
  return `${spelled}x`
}

/** Mulberry32, so that every run measures the same text. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const MODEL = new URL('../../resources/models/docuchat-words-2.bin', import.meta.url)
const TOPICS = 400
const WORDS_PER_TOPIC = 60
const WORDS_PER_VECTOR = 80

/** Texts of {@link WORDS_PER_VECTOR} words that the built-in model knows, half of one topic, a fifth of another, the rest of any. */
export function madeUpText(seed: number): () => string {
  const words = [...readModelFile(MODEL).rows.keys()]
  const ofTopics = randomFrom(1)
  const anyOf = <T>(list: readonly T[], random: () => number) => list[Math.floor(random() * list.length)] as T
  const topics = Array.from({ length: TOPICS }, () =>
    Array.from({ length: WORDS_PER_TOPIC }, () => anyOf(words, ofTopics)),
  )
  const random = randomFrom(seed)
  return () => {
    const [first, second] = [anyOf(topics, random), anyOf(topics, random)]
    const text = Array.from({ length: WORDS_PER_VECTOR }, () => {
      const share = random()
      // Squared, so that a topic has its main words.
      return share < 0.7 ? anyOf(share < 0.5 ? first : second, () => random() ** 2) : anyOf(words, random)
    })
    return text.join(' ')
  }
}

/** Vectors that lie as those of passages do, in clusters that overlap: the built-in model's of {@link madeUpText}. */
export function madeUpVectors(seed: number): () => Float32Array {
  const model = createStaticEmbedding(readModelFile(MODEL))
  const next = madeUpText(seed)
  return () => model.embed(next()).vector
}
