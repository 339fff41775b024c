/** Markdown is cut where its meaning allows, and what is unfinished looks as it will when it is done. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blocksOf, closeProvisionally } from './blocks.ts'
import { countMarkers } from './markers.ts'

const texts = (markdown: string) => blocksOf(markdown).map(({ text }) => text)

describe('blocks', () => {
  it('are what blank lines part', () => {
    expect(texts('One.\n\nTwo\nlines.\n\n\n| a |\n|---|\n| b |')).toEqual([
      'One.',
      'Two\nlines.',
      '| a |\n|---|\n| b |',
    ])
  })

  it('keep a list with blank lines in one piece, so that its numbers go on', () => {
    expect(texts('1. one\n\n2. two\n\n   more of two\n\nEnd')).toEqual([
      '1. one\n\n2. two\n\n   more of two',
      'End',
    ])
  })

  it('keep code and formulas with blank lines in one piece', () => {
    expect(texts('```\na\n\nb\n```\n\nEnd')).toEqual(['```\na\n\nb\n```', 'End'])
    expect(texts('$$\na\n\nb\n$$\n\nEnd')).toEqual(['$$\na\n\nb\n$$', 'End'])
  })

  it('count the markers before them', () => {
    expect(blocksOf('a [1] b [2]\n\nc\n\nd [1]').map(({ markersBefore }) => markersBefore)).toEqual([0, 2, 2])
  })

  it('lose nothing but blank lines, and never change when more text comes after the last one', () => {
    const line = fc.constantFrom(
      '',
      'Words [1].',
      '- item [2]',
      '  more',
      '| a | b |',
      '```',
      '$$',
      '## Head',
      '1. x',
    )
    fc.assert(
      fc.property(fc.array(line), fc.array(line), (begun, rest) => {
        const blocks = blocksOf(begun.join('\n'))
        const lines = (parts: readonly string[]) =>
          parts.flatMap((part) => part.split('\n')).filter((one) => one !== '')
        expect(lines(blocks.map(({ text }) => text))).toEqual(lines(begun))
        const later = blocksOf([...begun, ...rest].join('\n'))
        expect(later.slice(0, Math.max(0, blocks.length - 1))).toEqual(blocks.slice(0, -1))
        const all = blocks.map(({ text }) => text).join('\n')
        expect(blocks.reduce((sum, { text }) => sum + countMarkers(text), 0)).toBe(countMarkers(all))
      }),
    )
  })
})

describe('an unfinished end', () => {
  it.each([
    ['Sales rose **4', 'Sales rose **4**'],
    ['Sales rose **4**', 'Sales rose **4**'],
    ['call `f', 'call `f`'],
    ['```ts\nlet a', '```ts\nlet a\n```'],
    ['It is $$\\frac{a', 'It is'],
    ['$$\nx', ''],
    ['Done.', 'Done.'],
  ])('closes %j', (text, closed) => {
    expect(closeProvisionally(text)).toBe(closed)
  })

  it('is a table from its first row', () => {
    expect(closeProvisionally('| Cause | Effect |')).toBe('| Cause | Effect |\n| --- | --- |')
    expect(closeProvisionally('| Cause | Eff')).toBe('| Cause | Eff |\n| --- | --- |')
  })

  it('keeps a table whose rule is half written', () => {
    expect(closeProvisionally('| a | b |\n|--')).toBe('| a | b |\n| --- | --- |')
    expect(closeProvisionally('| a | b |\n|---|---|\n| 1 ')).toBe('| a | b |\n|---|---|\n| 1  |')
  })
})
