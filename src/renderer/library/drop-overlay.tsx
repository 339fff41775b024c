/** Takes files dropped anywhere on the window. */
export function DropOverlay() {
  return null
}
