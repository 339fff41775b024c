/** All shortcuts on one sheet. */
export function ShortcutsSheet() {
  return null
}
