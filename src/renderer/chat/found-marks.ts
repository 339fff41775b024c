/** Marks the words found in the chat where they are drawn, without changing what is drawn. */
import { offsetsOf } from './find-hits.ts'

const NAME = 'docuchat-found'

export const messageElementId = (id: string): string => `message-${id}`

/** Keeps `query` marked below `root` as messages come and go, until the returned function is called. */
export function markFound(root: Element, query: string): () => void {
  const update = () => CSS.highlights.set(NAME, new Highlight(...rangesIn(root, query)))
  const observer = new MutationObserver(update)
  observer.observe(root, { childList: true, characterData: true, subtree: true })
  update()
  return () => {
    observer.disconnect()
    CSS.highlights.delete(NAME)
  }
}

/** Brings the first words found in the message into view; it may have to be drawn first. */
export function showFound(messageId: string, query: string, frames = 20): void {
  const element = document.getElementById(messageElementId(messageId))
  const [first] = element ? rangesIn(element, query) : []
  if (first) first.startContainer.parentElement?.scrollIntoView({ block: 'center' })
  else if (frames > 0) requestAnimationFrame(() => showFound(messageId, query, frames - 1))
}

function rangesIn(root: Element, query: string): Range[] {
  const ranges: Range[] = []
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const at of offsetsOf(node.nodeValue ?? '', query)) {
      const range = new Range()
      range.setStart(node, at)
      range.setEnd(node, at + query.trim().length)
      ranges.push(range)
    }
  }
  return ranges
}
