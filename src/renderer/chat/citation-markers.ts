/** A remark plugin: turns the markers `[n]` of an answer into elements that the k-th citation belongs to. */

interface Node {
  type: string
  value?: string
  label?: string | null
  children?: Node[]
  data?: { hName: string; hProperties: Record<string, unknown> }
}

const MARKER = /\[(\d+)\]/g

/** `first` is the number of markers before this text; each marker gets its number `k` in the whole answer. */
export function citationMarkers({ first }: { readonly first: number }) {
  return (tree: Node) => {
    let k = first
    visit(tree)

    function visit(node: Node): void {
      if (!node.children) return
      node.children = node.children.flatMap((child) => {
        if (child.type === 'text') return split(child.value ?? '')
        if (
          child.type === 'inlineCode' ||
          child.type === 'code' ||
          child.type === 'math' ||
          child.type === 'inlineMath'
        ) {
          // Shown as it is, but the citations of these markers are theirs.
          k += child.value?.match(MARKER)?.length ?? 0
          return [child]
        }
        // A definition elsewhere in the text must not make a link of a marker.
        if (child.type === 'linkReference' && /^\d+$/.test(child.label ?? '')) return [citation()]
        visit(child)
        return [child]
      })
    }

    function split(text: string): Node[] {
      const nodes: Node[] = []
      let end = 0
      for (const marker of text.matchAll(MARKER)) {
        if (marker.index > end) nodes.push({ type: 'text', value: text.slice(end, marker.index) })
        nodes.push(citation())
        end = marker.index + marker[0].length
      }
      if (end < text.length) nodes.push({ type: 'text', value: text.slice(end) })
      return nodes
    }

    function citation(): Node {
      const node = { type: 'citation', data: { hName: 'cite', hProperties: { 'data-k': k } }, children: [] }
      k += 1
      return node
    }
  }
}
