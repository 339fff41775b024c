/** The document: its tabs, its tools and its pages. */
export function ViewerPane() {
  return null
}
