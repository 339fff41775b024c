/** Search of all passages without a model. */
export function SearchView() {
  return null
}
