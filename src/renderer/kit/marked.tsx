/** Text with what was searched for marked in it. */
import type { ReactNode } from 'react'
import type { Snippet } from '../../contract/index.ts'

export function Marked({ text, hits }: Snippet) {
  const parts: ReactNode[] = []
  let end = 0
  for (const [from, to] of hits) {
    parts.push(
      text.slice(end, from),
      <mark key={from} className="bg-mark-hit text-mark-hit-fg">
        {text.slice(from, to)}
      </mark>,
    )
    end = to
  }
  return [...parts, text.slice(end)]
}
