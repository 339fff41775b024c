/** An answer's Markdown: inert, without raw HTML, images or links that load anything. */
import { createContext, memo, useContext, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import ReactMarkdown, { type Components } from 'react-markdown'
import rehypeKatex from 'rehype-katex'
import remarkGfm from 'remark-gfm'
import remarkMath from 'remark-math'
import type { Citation } from '../../contract/index.ts'
import { host } from '../state/host.ts'
import { blocksOf, closeProvisionally } from './blocks.ts'
import { CitationChip } from './citation-chip.tsx'
import { CodeBlock } from './code-block.tsx'
import { citationMarkers, hideMarkers } from './markers.ts'
import { markFormulas } from './math.ts'
import { TableCard } from './table-card.tsx'
import { alignNumbers } from './table-columns.ts'

/** What the numbers of the answer point at; by context, so that a citation that comes late redraws numbers and no text. */
const Cited = createContext<{ readonly messageId: string; readonly citations: readonly Citation[] }>({
  messageId: '',
  citations: [],
})

export function Markdown({
  text,
  messageId,
  citations,
  writing,
}: {
  readonly text: string
  readonly messageId: string
  readonly citations: readonly Citation[]
  readonly writing: boolean
}) {
  const cited = useMemo(() => ({ messageId, citations }), [messageId, citations])
  const blocks = blocksOf(text)
  return (
    <Cited value={cited}>
      {blocks.map(({ text: block, markersBefore }, index) => (
        <Block
          // biome-ignore lint/suspicious/noArrayIndexKey: blocks only ever follow at the end
          key={index}
          text={writing && index === blocks.length - 1 ? closeProvisionally(block) : block}
          first={markersBefore}
        />
      ))}
    </Cited>
  )
}

/** Drawn anew only when its own text changes. */
const Block = memo(function Block({ text, first }: { readonly text: string; readonly first: number }) {
  return (
    <ReactMarkdown
      // A single dollar is money.
      remarkPlugins={[remarkGfm, [remarkMath, { singleDollarTextMath: false }], citationMarkers]}
      // MathML is drawn by the browser itself: no styles, no fonts.
      rehypePlugins={[
        [rehypeKatex, { output: 'mathml', throwOnError: false, trust: false, strict: 'ignore' }],
        alignNumbers,
      ]}
      skipHtml
      components={inert}
    >
      {hideMarkers(markFormulas(text), first)}
    </ReactMarkdown>
  )
})

function CitedNumber({ k }: { readonly k: number }) {
  const { messageId, citations } = useContext(Cited)
  return <CitationChip messageId={messageId} citations={citations} k={k} />
}

const inert: Components = {
  cite: ({ node }) => <CitedNumber k={Number(node?.properties['data-k'] ?? node?.properties.dataK)} />,
  p: ({ children }) => <p className="my-2 first:mt-0 last:mb-0">{children}</p>,
  ul: ({ children }) => <ul className="my-2 list-disc ps-5">{children}</ul>,
  ol: ({ children, start }) => (
    <ol start={start} className="my-2 list-decimal ps-6">
      {children}
    </ol>
  ),
  li: ({ children }) => <li className="my-1">{children}</li>,
  h1: ({ children }) => <h4 className="mt-4 mb-1 text-lg font-semibold">{children}</h4>,
  h2: ({ children }) => <h4 className="mt-4 mb-1 text-lg font-semibold">{children}</h4>,
  h3: ({ children }) => <h5 className="mt-3 mb-1 font-semibold">{children}</h5>,
  h4: ({ children }) => <h5 className="mt-3 mb-1 font-semibold">{children}</h5>,
  h5: ({ children }) => <h6 className="mt-3 mb-1 font-semibold">{children}</h6>,
  h6: ({ children }) => <h6 className="mt-3 mb-1 font-semibold">{children}</h6>,
  strong: ({ children }) => <strong className="font-semibold">{children}</strong>,
  em: ({ children }) => <em className="italic">{children}</em>,
  blockquote: ({ children }) => (
    <blockquote className="my-2 border-s-2 border-line-strong ps-3 text-soft">{children}</blockquote>
  ),
  hr: () => <hr className="my-4 border-line" />,
  table: ({ children }) => <TableCard>{children}</TableCard>,
  pre: ({ children }) => <CodeBlock>{children}</CodeBlock>,
  code: ({ children }) => (
    <code dir="ltr" className="rounded-chip bg-sunken px-1 font-mono text-sm">
      {children}
    </code>
  ),
  img: ({ alt }) => <NoImage alt={alt ?? ''} />,
  a: ({ href, children }) => <OuterLink href={href ?? ''}>{children}</OuterLink>,
  input: ({ checked }) => <span aria-hidden="true">{checked ? '☑' : '☐'} </span>,
}

function NoImage({ alt }: { readonly alt: string }) {
  const { t } = useTranslation(['chat', 'common'])
  return <span className="text-muted">{alt === '' ? t('image') : t('imageNamed', { name: alt })}</span>
}

/** Opens outside, after the host has asked; anything but https is only text. */
function OuterLink({ href, children }: { readonly href: string; readonly children: React.ReactNode }) {
  if (!/^https:\/\//i.test(href)) return <span>{children}</span>
  return (
    <button
      type="button"
      title={href}
      className="text-accent-fg underline underline-offset-2"
      onClick={() => host.openExternal(href)}
    >
      {children}
    </button>
  )
}
