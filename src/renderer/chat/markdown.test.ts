/** What an answer's Markdown becomes: its citations in order, its money as money, and nothing that loads or runs. */
import fc from 'fast-check'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it, vi } from 'vitest'
import type { Citation } from '../../contract/index.ts'

vi.mock('../state/host.ts', () => ({ host: {}, client: {} }))
await import('../i18n/index.ts')
const { TooltipProvider } = await import('../kit/index.ts')
const { Markdown } = await import('./markdown.tsx')

const citation = (n: number): Citation => ({
  n,
  chunkId: crypto.randomUUID(),
  documentId: crypto.randomUUID(),
  documentName: 'Report.pdf',
  page: 3,
  quote: 'words',
  rects: [],
})

const html = (text: string, cited: readonly number[] = [], writing = false): string =>
  renderToStaticMarkup(
    createElement(
      TooltipProvider,
      null,
      createElement(Markdown, { text, messageId: 'm', citations: cited.map(citation), writing }),
    ),
  )

/** The citations shown, by their number `k` in the answer and the `n` that is read. */
const shown = (markup: string): [number, number][] =>
  [...markup.matchAll(/<button[^>]*id="citation-m-(\d+)"[^>]*>(\d+)<\/button>/g)].map(([, k, n]) => [
    Number(k),
    Number(n),
  ])

describe('citations', () => {
  it('belong to the markers in the order of the text, across blocks, lists and tables', () => {
    const text = 'One [2].\n\n- two [1]\n- three [2]\n\n| a | b |\n|---|---|\n| x [3] | y [1] |\n\nEnd.[1]'
    expect(shown(html(text, [2, 1, 2, 3, 1, 1]))).toEqual([
      [0, 2],
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 1],
      [5, 1],
    ])
  })

  it('stay citations where Markdown would see a link', () => {
    expect(
      shown(html('A [1][2] b [1](https://a.example/x).\n\n[2]: https://b.example/', [1, 2, 1, 2])),
    ).toEqual([
      [0, 1],
      [1, 2],
      [2, 1],
      [3, 2],
    ])
  })

  it('are not swallowed by an address before them', () => {
    const markup = html('See https://a.example/report[1] now [2].', [1, 2])
    expect(shown(markup)).toEqual([
      [0, 1],
      [1, 2],
    ])
    expect(markup).toContain('title="https://a.example/report"')
  })

  it('let bold text before them end', () => {
    expect(html('**Rose 4%.**[1] More', [1])).toMatch(/<strong[^>]*>Rose 4%\.<\/strong><button/)
  })

  it('are written out in code, and those after it keep their own', () => {
    const markup = html('`a[1]` and [2]', [1, 2])
    expect(markup).toContain('a[1]</code>')
    expect(shown(markup)).toEqual([[1, 2]])
  })

  it('are not shown before they have come', () => {
    const markup = html('One [1] two [2]', [1])
    expect(shown(markup)).toEqual([[0, 1]])
    expect(markup).not.toContain('[2]')
  })

  it('are the k-th for the k-th marker, whatever prose and blocks lie between', () => {
    const piece = fc.constantFrom(
      'Sales rose',
      ' **by 4%** ',
      '\n\n',
      '\n- item ',
      ' | ',
      '. ',
      '\n## Head\n',
      ' *so* ',
    )
    const part = fc.record({ text: fc.array(piece, { maxLength: 4 }), n: fc.integer({ min: 1, max: 9 }) })
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const text = parts.map((one) => `${one.text.join('')}x [${one.n}]`).join('')
        const cited = parts.map(({ n }) => n)
        expect(shown(html(text, cited))).toEqual(cited.map((n, k) => [k, n]))
      }),
      { numRuns: 60 },
    )
  })
})

describe('hostile text', () => {
  it('loads no image, and says what it was', () => {
    const markup = html('![chart](https://evil.example/x.png) ![](data:image/png;base64,AAAA)')
    expect(markup).not.toMatch(/<img|evil\.example|base64/)
    expect(markup).toContain('“chart”')
  })

  it.each([
    '[a](javascript:alert(1))',
    '[a](data:text/html,x)',
    '[a](http://plain.example)',
    '[a](file:///etc/passwd)',
    '<javascript:alert(1)>',
    '[a]: javascript:alert(1)\n\n[a]',
  ])('makes no link of %s', (text) => {
    expect(html(text)).not.toMatch(/href|<a |<button|javascript:alert\(1\)"/)
  })

  it('makes of an https link a button that asks first', () => {
    const markup = html('[the site](https://a.example/)')
    expect(markup).toMatch(/<button[^>]*title="https:\/\/a\.example\/"[^>]*>the site<\/button>/)
    expect(markup).not.toContain('href')
  })

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    'a <iframe src="https://e.example"></iframe> b',
    '<style>*{display:none}</style>',
    '<svg onload=alert(1)>',
    '<a href="https://e.example">x</a>',
    '$$\\href{javascript:alert(1)}{x}$$',
    '$$\\includegraphics{https://e.example/x.png}$$',
    '$$\\htmlStyle{background:url(https://e.example)}{x}$$',
  ])('runs and loads nothing of %s', (text) => {
    expect(html(text)).not.toMatch(/<(script|img|iframe|style|svg|a)\b|\son\w+=|href=|src=|style=/i)
  })

  it('takes a huge table', () => {
    const row = `|${' 1 |'.repeat(60)}`
    const text = [row, `|${' - |'.repeat(60)}`, ...Array.from({ length: 300 }, () => row)].join('\n')
    expect(html(text).match(/<td/g)).toHaveLength(60 * 300)
  })
})

describe('money and formulas', () => {
  it('leaves amounts of money alone', () => {
    const markup = html('From $5.2 million to $6 million; a_b costs $3_000 and $4.')
    expect(markup).not.toContain('<math')
    expect(markup).toContain('From $5.2 million to $6 million; a_b costs $3_000 and $4.')
  })

  it.each(['$E = mc^2$', '$m$', '\\(E = mc^2\\)', '$$\nE = mc^2\n$$', '\\[ E = mc^2 \\]'])(
    'draws %s',
    (text) => {
      expect(html(text)).toContain('<math')
    },
  )

  it('leaves dollars in code alone', () => {
    expect(html('`$a^2$`')).not.toContain('<math')
  })
})

describe('tables', () => {
  const table =
    '| Cause | Effect | Basis |\n|:--|:--|---|\n| Plant | −1.1 | 9 [1] |\n| Prices | (0.4)% | none |\n| Total | $2.3 | |'

  it('sets columns of figures at the end, whatever the author said, and marks the total', () => {
    const markup = html(table, [1])
    expect(markup).toMatch(/<th data-figure="">Effect/)
    expect(markup).toMatch(/<td data-figure="">\(0\.4\)%/)
    expect(markup).toMatch(/<td>none/)
    expect(markup).toMatch(/<td data-total="">Total/)
    expect(markup).not.toMatch(/style=|align=/)
  })
})
