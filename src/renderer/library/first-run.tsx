/** The empty workspace: drop PDFs, choose them, or open the sample. */
export function FirstRun() {
  return null
}
