/** Invariant: a snippet is a piece of its passage, short, and its hits are whole words inside it, in order and apart. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { analyze } from './analyze.ts'
import { createSnippets } from './snippet.ts'

const termsOf = (query: string) => new Set(analyze(query).flatMap(({ terms }) => terms))
const marked = ({ text, hits }: ReturnType<ReturnType<typeof createSnippets>>) =>
  hits.map(([start, end]) => text.slice(start, end))

describe('a snippet', () => {
  it('lies in its passage, with hits inside it, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom('margin', 'grew', 'حاشیه', 'سود', '\n', '12.5%'), fc.string()), {
          maxLength: 200,
        }),
        (words) => {
          const passage = words.join(' ')
          const snippet = createSnippets(termsOf('margin سود 12.5%'))(passage)
          expect(passage).toContain(snippet.text)
          expect(snippet.text.length).toBeLessThanOrEqual(240)
          let last = 0
          for (const [start, end] of snippet.hits) {
            expect(start).toBeGreaterThanOrEqual(last)
            expect(end).toBeGreaterThan(start)
            last = end
          }
          expect(last).toBeLessThanOrEqual(snippet.text.length)
        },
      ),
    )
  })

  it('finds the place where most of the words stand together', () => {
    const passage = `Margins are mentioned here. ${'Nothing of note. '.repeat(60)}Gross margins rose because costs fell.`
    const snippet = createSnippets(termsOf('why did the gross margin rise'))(passage)
    expect(snippet.text).toContain('Gross margins rose')
    expect(marked(snippet)).toEqual(expect.arrayContaining(['Gross', 'margins']))
  })

  it('marks other forms of the words, in Persian too', () => {
    expect(marked(createSnippets(termsOf('کتاب'))('این کتاب‌ها خوب است.'))).toEqual(['کتاب‌ها'])
  })

  it('leaves the punctuation after a word unmarked', () => {
    const snippet = createSnippets(termsOf('margin of the U.S. business'))(
      'In the U.S., the margins, he said.',
    )
    expect(marked(snippet)).toEqual(['U.S.', 'margins'])
  })

  it('begins at the start of a passage that holds no word of the query', () => {
    const snippet = createSnippets(termsOf('nothing'))('One two three.')
    expect(snippet).toEqual({ text: 'One two three.', hits: [] })
  })
})
