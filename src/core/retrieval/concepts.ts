/** Finds the lexicon's phrases in analysed text, so that a measure is indexed and asked for under one name. */
import { analyze, type Token } from './analyze.ts'
import { type Concept, concepts } from './lexicon.ts'

/** The index term of a concept; no analysed word starts so. */
export const conceptTerm = (id: string): string => `~${id}`

/** Ids of the concepts that a document's tokens name, once for each place where they do. */
export function conceptsIn(tokens: readonly Token[]): string[] {
  return matches(tokens, inDocuments)
}

export interface AskedConcepts {
  readonly concepts: readonly Concept[]
  /** The terms of the question that named them. */
  readonly covered: ReadonlySet<string>
}

/** The concepts that a question names, by the words of filings or by those of analysts. */
export function conceptsAsked(tokens: readonly Token[]): AskedConcepts {
  const covered = new Set<string>()
  const ids = new Set(matches(tokens, inQuestions, covered))
  return { concepts: concepts.filter((concept) => ids.has(concept.id)), covered }
}

interface Node {
  readonly next: Map<string, Node>
  readonly ids: string[]
}

function matches(tokens: readonly Token[], root: Node, covered?: Set<string>): string[] {
  const words = contentOf(tokens)
  const found: string[] = []
  for (let start = 0; start < words.length; start += 1) {
    let node: Node | undefined = root
    let longest: Node | undefined
    let end = start
    for (let at = start; node && at < words.length; at += 1) {
      node = node.next.get(words[at] ?? '')
      if (node && node.ids.length > 0) {
        longest = node
        end = at + 1
      }
    }
    if (!longest) continue
    found.push(...longest.ids)
    for (const word of words.slice(start, end)) covered?.add(word)
  }
  return found
}

const contentOf = (tokens: readonly Token[]): string[] =>
  tokens.flatMap((token) => (token.terms[0] === undefined ? [] : [token.terms[0]]))

function trieOf(phrasesOf: (concept: Concept) => readonly string[]): Node {
  const root: Node = { next: new Map(), ids: [] }
  for (const concept of concepts) {
    for (const phrase of phrasesOf(concept)) {
      let node = root
      for (const word of contentOf(analyze(phrase))) {
        const next: Node = node.next.get(word) ?? { next: new Map(), ids: [] }
        node.next.set(word, next)
        node = next
      }
      if (!node.ids.includes(concept.id)) node.ids.push(concept.id)
    }
  }
  return root
}

const inDocuments = trieOf((concept) => concept.phrases)
const inQuestions = trieOf((concept) => [...concept.phrases, ...(concept.asked ?? [])])
