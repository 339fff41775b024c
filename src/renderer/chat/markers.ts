/** The markers `[n]` of an answer on their way through Markdown, which would take some of them for links. */

interface Node {
  type: string
  value?: string
  children?: Node[]
  data?: { hName: string; hProperties: Record<string, unknown> }
  [property: string]: unknown
}

const MARKER = /\[(\d+)\]/g
/** Private-use characters, which no text of ours holds, inside brackets, which Markdown knows as nothing but punctuation. */
const HIDDEN = /⟦\uE000(\d+):(\d+)\uE001⟧/g

export const countMarkers = (text: string): number => text.match(MARKER)?.length ?? 0

/** Hides the markers of `text` from Markdown; the first of them is number `first` of the answer's citations. */
export function hideMarkers(text: string, first: number): string {
  let k = first
  return text.replace(/[\uE000\uE001]/g, '').replace(MARKER, (_, n: string) => `⟦\uE000${k++}:${n}\uE001⟧`)
}

const reveal = (text: string): string => text.replace(HIDDEN, (_, _k, n: string) => `[${n}]`)

/**
 * A remark plugin: turns hidden markers into elements that name their citation by its number `k`. Those in code, formulas and addresses
 * are written out again, since that is what stands there.
 */
export function citationMarkers() {
  return (tree: unknown) => {
    visit(tree as Node)
  }
}

function visit(node: Node): void {
  for (const property of ['url', 'title', 'alt', 'label', 'identifier', 'value']) {
    const text = node[property]
    if (typeof text === 'string') node[property] = reveal(text)
  }
  if (!node.children) return
  node.children = node.children.flatMap((child) => {
    if (child.type === 'text') return split(child.value ?? '')
    visit(child)
    return child.type === 'link' ? hoist(child) : [child]
  })
}

/** A citation is a button and an address may have swallowed it: a link holds none. */
function hoist(link: Node): Node[] {
  const children = link.children ?? []
  const markers = children.filter(({ type }) => type === 'citation')
  if (markers.length === 0) return [link]
  if (typeof link.url === 'string') link.url = link.url.replace(/(\[\d+\])+$/, '')
  return [{ ...link, children: children.filter(({ type }) => type !== 'citation') }, ...markers]
}

function split(text: string): Node[] {
  const nodes: Node[] = []
  let end = 0
  for (const marker of text.matchAll(HIDDEN)) {
    if (marker.index > end) nodes.push({ type: 'text', value: text.slice(end, marker.index) })
    nodes.push({
      type: 'citation',
      data: { hName: 'cite', hProperties: { 'data-k': Number(marker[1]) } },
      children: [],
    })
    end = marker.index + marker[0].length
  }
  if (end < text.length) nodes.push({ type: 'text', value: text.slice(end) })
  return nodes
}
